import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphqlClient } from '@ketqua/cli';
import { runSubgraph, type ServedSubgraph, serveSubgraph } from '@ketqua/platform';
import { silentLog, testKey } from '@ketqua/platform/testing';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { type Room, RunningPlatform } from './running-platform.js';

const read = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../docs/operations/${name}`, import.meta.url)), 'utf8');

interface Rule {
  readonly alert: string;
  readonly expr: string;
}

const rules = (parseYaml(read('alerts.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const { panels } = JSON.parse(read('grafana-dashboard.json')) as {
  panels: { targets?: { expr: string }[] }[];
};
const queries = [...panels.flatMap(({ targets = [] }) => targets), ...rules].map(({ expr }) =>
  expr.replaceAll('$__rate_interval', '5m'),
);

/** What a query of Prometheus names of one kind. */
function named(query: string, kind: string): string[] {
  const names: string[] = [];
  parser.parse(query).iterate({
    enter: ({ name, from, to }) => void (name === kind && names.push(query.slice(from, to))),
  });
  return names;
}

/** A subgraph's own process, for the metrics that the one-process mode has none of. */
async function servedAlone(): Promise<ServedSubgraph> {
  const subgraph = await runSubgraph({
    name: 'alone',
    schema: buildSubgraphSchema([{ typeDefs: parse('type Query { now: Int }'), resolvers: {} }]),
    log: silentLog,
    contextOf: (caller) => caller,
    ready: async () => true,
    close: async () => undefined,
  });
  return serveSubgraph(subgraph, { host: '127.0.0.1', port: 0, masterKey: testKey, log: silentLog });
}

describe('the dashboard and the alarms', () => {
  let platform: RunningPlatform;
  let alone: ServedSubgraph;
  let told: Set<string>;
  beforeAll(async () => {
    platform = await RunningPlatform.start();
    alone = await servedAlone();
    await new GraphqlClient(platform.url).ask('{ me { __typename } }');
    const rooms: Room[] = platform.isDistributed ? ['citizens', 'labs', 'results'] : [];
    const doors = [platform.url, alone.url, ...rooms.map((room) => platform.subgraphUrl(room))];
    const pages = await Promise.all(
      doors.map(async (door) => (await fetch(new URL('/metrics', door))).text()),
    );
    told = new Set(pages.flatMap((page) => [...page.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!)));
  });
  afterAll(async () => {
    await alone?.close();
    await platform?.stop();
  });

  /** Of a histogram the series have names of their own. */
  const metricOf = (series: string) =>
    told.has(series) ? series : series.replace(/_(bucket|count|sum)$/, '');

  it('are written in what Prometheus reads', () => {
    expect(queries.length).toBeGreaterThan(50);
    for (const query of queries) expect(named(query, '⚠'), query).toEqual([]);
  });

  it('ask for nothing that /metrics does not tell', () => {
    for (const query of queries) {
      const series = named(query, 'Identifier').filter((name) => name !== 'up');
      expect(
        series.filter((name) => !told.has(metricOf(name))),
        query,
      ).toEqual([]);
    }
  });

  it('show each metric of ours', () => {
    const asked = new Set(queries.flatMap((query) => named(query, 'Identifier').map(metricOf)));
    const ours = [...told].filter((name) => name.startsWith('ketqua_'));
    expect(ours.filter((name) => !asked.has(name))).toEqual([]);
  });

  it('are on the page for whoever is woken, each of them', () => {
    const told = [...read('alarms.md').matchAll(/^## (Ketqua\w+)$/gm)].map(([, name]) => name);
    expect(told).toEqual(rules.map(({ alert }) => alert));
  });

  it('go by metrics that are documented, and every one of ours is', () => {
    const documented = new Set(read('metrics.md').match(/ketqua_\w+/g));
    const ours = [...told].filter((name) => name.startsWith('ketqua_'));
    expect(ours.filter((name) => !documented.has(name))).toEqual([]);
    expect([...documented].filter((name) => !told.has(name))).toEqual([]);
  });
});
