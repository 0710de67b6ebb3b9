import {
  AccessTokens,
  type AccountViewer,
  type Database,
  EventLog,
  type LabViewer,
  type Logger,
  type NewEvent,
  RequestSigner,
  type ServedSubgraph,
  type Subgraph,
  serveSubgraph,
} from '@ketqua/platform';
import { silentLog, testDatabase, testKey } from '@ketqua/platform/testing';
import type { FormattedExecutionResult } from 'graphql';
import { type Gateway, openGateway } from '../gateway.js';
import type { GatewaySettings } from '../gateway-settings.js';
import { fixedSources } from '../sources/fixed-sources.js';
import { inProcessSource } from '../sources/in-process-source.js';
import { remoteSource } from '../sources/remote-source.js';
import type { SubgraphSource } from '../sources/subgraph-source.js';
import { TestStage, testSubgraphs } from './test-subgraphs.js';

const settings: GatewaySettings = {
  host: '127.0.0.1',
  port: 0,
  isProduction: false,
  introspection: true,
  isGuarded: true,
  developmentMessages: true,
  trustedProxies: 0,
  origins: [],
  webRoot: undefined,
};

/** A test takes a subgraph away at once. */
const drain = { quiet: 0, atMost: 0 };

/** What a client gets over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: FormattedExecutionResult<Record<string, never>>;
}

/** A gateway on real sockets before the subgraphs of a test. */
export class TestGateway {
  readonly stage = new TestStage();
  readonly tokens = new AccessTokens(testKey);
  gateway!: Gateway;
  served = new Map<string, ServedSubgraph>();
  #database!: Database;
  #sources: SubgraphSource[] = [];
  #subgraphs: Subgraph[] = [];
  events!: EventLog;
  supergraphSdl!: string;

  static async open(
    mode: 'in-process' | 'remote',
    given: Partial<GatewaySettings> = {},
    log: Logger = silentLog,
  ): Promise<TestGateway> {
    const test = new TestGateway();
    test.#database = await testDatabase();
    test.events = await EventLog.open(test.#database);
    const { supergraphSdl, subgraphs } = await testSubgraphs(test.stage, log);
    test.supergraphSdl = supergraphSdl;
    test.#subgraphs = subgraphs;
    for (const subgraph of subgraphs) {
      if (mode === 'in-process') {
        test.#sources.push(inProcessSource(subgraph));
        continue;
      }
      const door = { host: '127.0.0.1', port: 0, masterKey: testKey, log: silentLog, drain };
      const served = await serveSubgraph(subgraph, door);
      test.served.set(subgraph.name, served);
      const signer = new RequestSigner(testKey);
      test.#sources.push(remoteSource({ name: subgraph.name, url: served.url, signer, deadline: 2_000 }));
    }
    test.gateway = await openGateway({
      supergraphSdl,
      sourceOf: fixedSources(test.#sources),
      access: { tokens: test.tokens, events: test.events, masterKey: testKey },
      log,
      settings: { ...settings, ...given },
    });
    return test;
  }

  get url(): string {
    return `${this.gateway.url}/graphql`;
  }

  async token(viewer: AccountViewer | LabViewer, seconds = 900): Promise<string> {
    return (await this.tokens.issue(viewer, seconds)).token;
  }

  async post(query: string, variables?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.url, {
      method: 'POST',
      // With this the status says what became of the document (GraphQL over HTTP, section 6.4.2).
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Answer['body'],
    };
  }

  /** What the gateway tells of a count without labels. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.gateway.url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)![1]);
  }

  async happened(event: NewEvent): Promise<void> {
    await this.#database.query('insert into events.event (topic, payload) values ($1, $2)', [
      event.topic,
      JSON.stringify(event.payload),
    ]);
    await this.events.wake();
  }

  /** Takes a served subgraph away. Returns how to bring it back at the same place. */
  async stop(name: string): Promise<() => Promise<void>> {
    const served = this.served.get(name)!;
    const port = Number(new URL(served.url).port);
    this.served.delete(name);
    await served.close();
    return async () => {
      const subgraph = this.#subgraphs.find((candidate) => candidate.name === name)!;
      const door = { host: '127.0.0.1', port, masterKey: testKey, log: silentLog, drain };
      this.served.set(name, await serveSubgraph(subgraph, door));
    };
  }

  async close(): Promise<void> {
    await this.gateway.close();
    for (const source of this.#sources) await source.close();
    for (const served of this.served.values()) await served.close();
    await this.#database.close();
  }
}
