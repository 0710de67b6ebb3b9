import { expect, test, vi } from 'vitest';
import type { ReceiptFactsFragment } from '../../schema/lab-operations.ts';
import { createFileSender, type SenderMeans } from './file-sender.ts';
import type { SendingEnd } from './send-file.ts';
import { createSubmissionKeys } from './submission-keys.ts';

const receipt = (state: ReceiptFactsFragment['state'], accepted: number): ReceiptFactsFragment =>
  ({
    __typename: 'SubmissionReceipt',
    id: 'r',
    state,
    rowCount: 3,
    accepted,
    duplicates: 0,
    rejected: 0,
  }) as never;
const parcel = { format: 'CSV' as const, content: 'accessionNumber,outcome\n1,DETECTED' };

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
}

function sender(means: Partial<SenderMeans> = {}) {
  const keys = createSubmissionKeys(storage(), 'viewer');
  const all: SenderMeans = {
    keys,
    send: vi.fn(async (): Promise<SendingEnd> => ({ kind: 'received', receipt: receipt('COMPLETE', 3) })),
    progress: vi.fn(async () => null),
    wait: () => new Promise((resolve) => setTimeout(resolve)),
    onSettled: vi.fn(),
    ...means,
  };
  return { all, keys, sender: createFileSender(all) };
}

test('a double click sends once', async () => {
  const { all, sender: sending } = sender();
  await Promise.all([sending.send(parcel), sending.send(parcel)]);
  expect(all.send).toHaveBeenCalledOnce();
  expect(sending.read().kind).toBe('received');
});

test('the same file again goes out under the same key', async () => {
  const { all, sender: sending } = sender();
  await sending.send(parcel);
  await sending.send({ ...parcel });
  const keys = vi.mocked(all.send).mock.calls.map(([{ idempotencyKey }]) => idempotencyKey);
  expect(keys[0]).toBe(keys[1]);
});

test('counts are shown while the answer is awaited', async () => {
  const counts = [1, 2];
  let answer = (_: SendingEnd) => {};
  const { sender: sending } = sender({
    send: () => new Promise((resolve) => (answer = resolve)),
    progress: async () => receipt('PROCESSING', counts.shift() ?? 2),
  });
  const sent = sending.send(parcel);
  await vi.waitFor(() =>
    expect(sending.read()).toMatchObject({ kind: 'under-way', receipt: { accepted: 2 } }),
  );
  answer({ kind: 'refused', failure: { code: 'ROW_COUNT' } });
  await sent;
  expect(sending.read()).toEqual({ kind: 'refused', failure: { code: 'ROW_COUNT' } });
});

test('after a reload it finds the sending again and waits for its receipt', async () => {
  const answers = [undefined, receipt('PROCESSING', 1), receipt('COMPLETE', 3)];
  const { all, keys, sender: sending } = sender({ progress: async () => answers.shift() });
  keys.mark(keys.keyFor('hash'), true);
  await sending.resume();
  expect(sending.read()).toMatchObject({ kind: 'received', receipt: { accepted: 3 } });
  expect(all.send).not.toHaveBeenCalled();
  expect(keys.underWay()).toBeNull();
});

test('after a reload it says what never arrived, and what stopped', async () => {
  const missing = sender();
  missing.keys.mark(missing.keys.keyFor('hash'), true);
  await missing.sender.resume();
  expect(missing.sender.read().kind).toBe('never-arrived');

  const stopped = sender({ progress: async () => receipt('PROCESSING', 1) });
  stopped.keys.mark(stopped.keys.keyFor('hash'), true);
  await stopped.sender.resume();
  expect(stopped.sender.read().kind).toBe('stalled');
});
