import { silentLog } from '@ketqua/platform/testing';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { SubgraphSource } from '../sources/subgraph-source.js';
import { TestGateway } from '../testing/test-gateway.js';
import { TestStage, testSubgraphs } from '../testing/test-subgraphs.js';
import { Supergraphs } from './supergraphs.js';

const source = (name: string): SubgraphSource => ({
  name,
  execute: () => Promise.reject(new Error('nobody asks')),
  tellsPlaces: false,
  subscribe: () => Promise.reject(new Error('nobody subscribes')),
  ready: async () => true,
  close: async () => undefined,
});

const withField = (sdl: string) => sdl.replace(/\n {2}me:([^\n]*)/, '$&\n  meAgain:$1');

describe('the supergraph in force', () => {
  it('plans a document once, and each of its operations by its name', async () => {
    const { supergraphSdl } = await testSubgraphs(new TestStage());
    const { current } = new Supergraphs(supergraphSdl, ({ name }) => source(name), silentLog);
    const document = parse('query A { me { kind } } query B { results { id } }');
    const first = current.plan('hash', document, 'A');
    expect(current.plan('hash', document, 'A')).toBe(first);
    expect(current.plan('hash', document, 'B')).not.toBe(first);
    expect(current.rememberedPlans).toBe(2);
    expect(() => current.plan('hash', document, undefined)).toThrow('Must provide operation name');
  });

  it('keeps the sources whose place did not change, and asks for those that are new', async () => {
    const { supergraphSdl } = await testSubgraphs(new TestStage());
    const made: string[] = [];
    const supergraphs = new Supergraphs(
      supergraphSdl,
      ({ name, url }) => {
        made.push(url);
        return source(name);
      },
      silentLog,
    );
    const before = supergraphs.current;
    const address = before.subgraphs.find(({ name }) => name === 'labs')!.url;
    expect(supergraphs.load(supergraphSdl.replace(address, 'http://elsewhere/graphql'))).toBe(true);
    expect(supergraphs.current).not.toBe(before);
    expect(supergraphs.current.source('results')).toBe(before.source('results'));
    expect(supergraphs.current.source('labs')).not.toBe(before.source('labs'));
    expect(made).toHaveLength(before.sources.length + 1);
  });

  it('stays where the next one is none', async () => {
    const { supergraphSdl } = await testSubgraphs(new TestStage());
    const supergraphs = new Supergraphs(supergraphSdl, ({ name }) => source(name), silentLog);
    const before = supergraphs.current;
    for (const bad of [
      '',
      'type Query {',
      'type Query { a: Int }',
      supergraphSdl.replace(/enum join__Graph/, 'enum Graph'),
    ]) {
      expect(supergraphs.load(bad)).toBe(false);
      expect(supergraphs.current).toBe(before);
    }
  });
});

it('is exchanged while requests run: those on the old one end on it, the next ones find the new one', async () => {
  const test = await TestGateway.open('in-process');
  expect((await test.post('{ meAgain { kind } }')).status).toBe(400);
  const running = test.post('{ me { kind } }');
  expect(test.gateway.load(withField(test.supergraphSdl))).toBe(true);
  expect((await running).body).toEqual({ data: { me: { kind: 'anonymous' } } });
  const { body } = await test.post('{ me { kind } meAgain { kind } }');
  // The subgraph does not know the field that the supergraph promises: the rest is answered.
  expect(body.data).toMatchObject({ meAgain: null });
  expect(test.gateway.load('no supergraph')).toBe(false);
  expect((await test.post('{ me { kind } }')).body).toEqual({ data: { me: { kind: 'anonymous' } } });
  await test.close();
});
