import type { ChildProcess } from 'node:child_process';
import { TraceReceiver } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holderOf, labOf, newPhone, sentResult, submit } from './people.js';
import { RunningPlatform } from './running-platform.js';

/** A platform that sends its traces to a receiver of the test's. */
class TracedPlatform extends RunningPlatform {
  static receiver: TraceReceiver;

  override spawn(script: string, environment: Record<string, string> = {}): ChildProcess {
    const traces = { KETQUA_OTLP_URL: TracedPlatform.receiver.url, OTEL_BSP_SCHEDULE_DELAY: '200' };
    return super.spawn(script, { ...traces, ...environment });
  }
}

describe('the traces of a platform', () => {
  let platform: RunningPlatform;
  let receiver: TraceReceiver;
  beforeAll(async () => {
    receiver = await TraceReceiver.open();
    TracedPlatform.receiver = receiver;
    platform = await RunningPlatform.start.call(TracedPlatform);
  });
  afterAll(async () => {
    await platform?.stop();
    await receiver?.close();
  });

  it('follow a query through the gateway, two subgraphs and the database, and tell of nobody', async () => {
    const lab = await labOf(platform);
    const phone = newPhone();
    const result = sentResult(phone);
    await submit(lab, [result]);
    await holderOf(platform, phone);
    await lab.ask('query Traced { testResults(first: 1) { edges { node { id lab { name } } } } }');
    const treeOf = (name: string) => {
      const root = receiver.spans.find((span) => span.name === name);
      return receiver.spans.filter((span) => root && span.traceId === root.traceId);
    };
    const names = () => treeOf('query Traced').map(({ name }) => name);
    await expect
      .poll(names)
      .toEqual(expect.arrayContaining(['fetch results', 'results query', 'fetch labs', 'labs entities']));
    await expect.poll(names).toEqual(expect.arrayContaining(['query Traced', 'select results.test_result']));
    const tree = treeOf('query Traced');
    const ids = new Set(tree.map(({ spanId }) => spanId));
    expect(tree.filter(({ parentSpanId }) => !ids.has(parentSpanId ?? '')).map(({ name }) => name)).toEqual([
      'query Traced',
    ]);
    const services = [...new Set(tree.map(({ service }) => service))].sort();
    expect(services).toEqual(
      platform.isDistributed ? ['ketqua-gateway', 'ketqua-labs', 'ketqua-results'] : ['ketqua'],
    );
    const { patient, accessionNumber } = result;
    for (const personal of [
      phone,
      phone.slice(3),
      patient.fullName!,
      patient.dateOfBirth!,
      accessionNumber,
    ]) {
      expect(receiver.text).not.toContain(personal);
    }
    expect(receiver.text).not.toContain(platform.credentials.labs[0]!.apiKey);
  });
});
