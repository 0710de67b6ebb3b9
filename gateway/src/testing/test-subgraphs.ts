import { EventEmitter, on } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type Caller,
  CursorExpiredError,
  type Logger,
  type Operation,
  rateLimited,
  runSubgraph,
  type Subgraph,
  unauthenticated,
} from '@ketqua/platform';
import { cursorAt, notesOf, noteTold, positionOf, silentLog } from '@ketqua/platform/testing';
import { type DocumentNode, GraphQLError, parse } from 'graphql';

interface Context extends Caller {
  readonly signal?: AbortSignal | undefined;
}

/** The epoch of the cursors of a test. */
const epoch = '00000000';

interface Release {
  readonly id: string;
  readonly outcome: string;
  readonly cursor: string;
  /** Whether it was committed before any stream of now began, and could not be read yet. */
  readonly isEarlier: boolean;
}

/** What a test can see and steer of the subgraphs behind its gateway. */
export class TestStage {
  /** The operations that reached a subgraph, by its name. */
  readonly calls: { subgraph: string; operation: Operation; caller: Caller }[] = [];
  /** The signals of the streams that were opened. */
  readonly signals: AbortSignal[] = [];
  readonly released = new EventEmitter();
  /** Whether the labs subgraph fails at each entity. */
  failLabs = false;
  /** What the mutation `touch` waits for before it answers. */
  held: Promise<void> | undefined;
  /** What a stream that ends at a cursor waits for before it tells what lies before that. */
  missedHeld: Promise<void> | undefined;
  /** How long ago the events that are released were written, in milliseconds. */
  eventAge = 0;
  /** Tokens that verifyOtp hands out. */
  session = { accessToken: 'access-1', refreshToken: 'refresh-1', expiresAt: '' };

  /** What was released, oldest first: a stream can be resumed behind each. */
  readonly history: Release[] = [];

  release(id: string, outcome = 'NOT_DETECTED', isEarlier = false): void {
    const cursor = this.cursorAt(this.history.length + 1);
    this.history.push({ id, outcome, cursor, isEarlier });
    this.released.emit('released', this.history.at(-1));
  }

  /** The cursor behind so many releases. */
  cursorAt(count = this.history.length): string {
    return cursorAt(epoch, { txid: BigInt(count), id: 0n });
  }

  /** What was released behind a cursor. @throws CursorExpiredError */
  releasedAfter(cursor: string): Release[] {
    return this.history.slice(Number(positionOf(epoch, cursor).txid));
  }

  /** Waits until `count` streams are open at their source. */
  async streams(count: number): Promise<void> {
    while (this.released.listenerCount('released') < count) await sleep(5);
  }

  caller(subgraph: string): Caller | undefined {
    return this.calls.findLast((call) => call.subgraph === subgraph)?.caller;
  }
}

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible"])`;

const typeDefs = {
  citizens: parse(`${link}
    type Query {
      me: Viewer
      failing: String
      refused: String
      developmentMessages: [Message!]! @inaccessible
      textBreaker: String! @inaccessible
    }
    type Mutation {
      verifyOtp(input: VerifyOtpInput!): VerifyOtpResult!
      refreshSession(input: RefreshSessionInput): VerifyOtpResult!
      signOut: SignOutPayload
      receiveWebhook(input: ReceiveWebhookInput!): Boolean! @inaccessible
    }
    input ReceiveWebhookInput @inaccessible { door: String! authorization: String! body: String! }
    input VerifyOtpInput { code: String! }
    input RefreshSessionInput { refreshToken: String }
    union VerifyOtpResult = Session | OtpIncorrectError
    type Session { accessToken: String, expiresAt: String, refreshToken: String, viewer: Viewer }
    type OtpIncorrectError { code: String! message: String! }
    type SignOutPayload { done: Boolean! }
    type Viewer { kind: String! locale: String! address: String! refreshToken: String }
    type Message { id: ID! to: String! text: String! code: String sentAt: String! }
  `),
  labs: parse(`${link}
    type Query { lab(id: ID!): Lab }
    type Lab @key(fields: "id") { id: ID! name: String! viewerKind: String! partner: Lab }
  `),
  results: parse(`${link}
    type Query { result(id: ID!): TestResult, results(first: Int): [TestResult!]!, onDay(day: Int!): String }
    type Mutation { touch: Int!, submitResults(input: SubmitResultsInput!): Int! }
    input SubmitResultsInput { content: String!, rows: [Int!] }
    type Subscription {
      resultReleased(after: String, outcome: String): ResultReleasedEvent
      deafStream: String
      endless: String!
    }
    type ResultReleasedEvent { id: ID! cursor: String! result: TestResult }
    type TestResult @key(fields: "id") { id: ID! outcome: String! lab: Lab related(first: Int): [TestResult!]! }
    type Lab @key(fields: "id") { id: ID! resultCount: Int! }
  `),
} satisfies Record<string, DocumentNode>;

/** The three subgraphs of a test, small but federated, and the supergraph that they compose to. */
export async function testSubgraphs(
  stage: TestStage,
  log: Logger = silentLog,
): Promise<{ supergraphSdl: string; subgraphs: Subgraph[] }> {
  const resolvers = { citizens: citizensOf(stage), labs: labsOf(stage), results: resultsOf(stage) };
  const subgraphs = await Promise.all(
    Object.entries(typeDefs).map(([name, definitions]) =>
      testSubgraph({ stage, log }, name, definitions, resolvers[name as keyof typeof typeDefs]),
    ),
  );
  const { supergraphSdl, errors } = composeServices(
    Object.entries(typeDefs).map(([name, definitions]) => ({
      name,
      url: `http://${name}`,
      typeDefs: definitions,
    })),
  );
  if (!supergraphSdl) throw new Error(`The test's supergraph does not compose: ${errors}`);
  return { supergraphSdl, subgraphs };
}

async function testSubgraph(
  { stage, log }: { stage: TestStage; log: Logger },
  name: string,
  definitions: DocumentNode,
  resolvers: object,
): Promise<Subgraph> {
  const subgraph = await runSubgraph<Context>({
    name,
    schema: buildSubgraphSchema([{ typeDefs: definitions, resolvers: resolvers as never }]),
    log,
    contextOf: (caller, signal) => ({ ...caller, signal }),
    ready: async () => true,
    close: async () => undefined,
  });
  return {
    ...subgraph,
    execute(operation, caller) {
      stage.calls.push({ subgraph: name, operation, caller });
      return subgraph.execute(operation, caller);
    },
    subscribe(operation, caller, signal) {
      stage.calls.push({ subgraph: name, operation, caller });
      stage.signals.push(signal);
      return subgraph.subscribe(operation, caller, signal);
    },
  };
}

function citizensOf(stage: TestStage) {
  const viewerOf = ({ viewer, locale, address, refreshToken }: Context) => ({
    kind: viewer.kind,
    locale,
    address,
    refreshToken,
  });
  return {
    Query: {
      me: (_: unknown, __: unknown, context: Context) => viewerOf(context),
      failing() {
        throw new Error('the patient Nguyen Van A could not be read');
      },
      refused() {
        throw unauthenticated();
      },
      textBreaker: () => 'OPEN',
      developmentMessages: () => [
        { id: '1', to: '+84901234567', text: '<b>Ma cua ban</b>: 123456', code: '123456', sentAt: 'now' },
      ],
    },
    Mutation: {
      verifyOtp: (_: unknown, { input }: { input: { code: string } }, context: Context) =>
        input.code === '123456'
          ? { __typename: 'Session', ...stage.session, viewer: viewerOf(context) }
          : { __typename: 'OtpIncorrectError', code: 'OTP_INCORRECT', message: 'No' },
      refreshSession: () => ({ __typename: 'Session', ...stage.session }),
      signOut: () => ({ done: true }),
      receiveWebhook: (_: unknown, { input }: { input: { authorization: string } }) => {
        if (input.authorization === 'Bearer again') throw rateLimited(42);
        return input.authorization === 'Bearer theirs';
      },
    },
  };
}

function labsOf(stage: TestStage) {
  return {
    Lab: {
      partner: ({ id }: { id: string }) => ({ id: `${id}-partner` }),
      __resolveReference({ id }: { id: string }, { viewer }: Context) {
        if (stage.failLabs) return Promise.reject(new Error(`lab ${id} could not be read`));
        return { id, name: `Lab ${id}`, viewerKind: viewer.kind };
      },
    },
    Query: {
      lab: (_: unknown, { id }: { id: string }, { viewer }: Context) => ({
        id,
        name: `Lab ${id}`,
        viewerKind: viewer.kind,
      }),
    },
  };
}

function resultsOf(stage: TestStage) {
  const resultOf = (id: string, outcome = 'NOT_DETECTED') => ({ id, outcome, lab: { id: `of-${id}` } });
  return {
    Query: {
      result: (_: unknown, { id }: { id: string }) => resultOf(id),
      results: (_: unknown, { first }: { first?: number }) =>
        Array.from({ length: first ?? 2 }, (__, index) => resultOf(String(index))),
    },
    TestResult: { related: () => [] },
    Lab: { __resolveReference: ({ id }: { id: string }) => ({ id, resultCount: id.length }) },
    Mutation: {
      touch: async () => {
        await stage.held;
        return 1;
      },
      submitResults: (_: unknown, { input }: { input: { content: string } }) => input.content.length,
    },
    Subscription: {
      resultReleased: {
        subscribe: (_: unknown, args: { after?: string; outcome?: string }, context: Context) =>
          releases(stage, args, context),
      },
      /** A source that never looks at its signal. */
      deafStream: {
        subscribe: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) }),
      },
      endless: {
        async *subscribe() {
          for (let count = 0; ; count++) {
            if (count % 50 === 0) await sleep(0);
            yield { endless: 'x'.repeat(2_000) };
          }
        },
      },
    },
  };
}

async function* releases(
  stage: TestStage,
  { after, outcome }: { after?: string; outcome?: string },
  { viewer, signal }: Context,
) {
  if (viewer.kind === 'anonymous') throw unauthenticated();
  if (after === 'too-old') throw new CursorExpiredError('The events after this cursor are no longer kept');
  for await (const { id, outcome: actual, cursor, isEarlier } of releasesBehind(stage, after, signal)) {
    if (outcome && outcome !== actual) continue;
    notesOf(signal)?.tell(cursor, isEarlier && !after);
    if (id === 'broken') throw new GraphQLError('unforeseen: patient Nguyen Van A');
    yield {
      resultReleased: { id: `event-${id}`, cursor, result: { id, outcome: actual, lab: { id: `of-${id}` } } },
    };
  }
}

/** As the event log's stream: what lies behind a cursor, up to another or, where none is asked for, without an end. */
async function* releasesBehind(
  stage: TestStage,
  after: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Release> {
  const notes = notesOf(signal);
  const missed = after ? stage.releasedAfter(after) : [];
  if (notes?.until) {
    notes.begin(after ?? stage.cursorAt());
    const later = stage.releasedAfter(notes.until);
    await stage.missedHeld;
    yield* missed.slice(0, Math.max(0, missed.length - later.length));
    return;
  }
  const live = on(stage.released, 'released', { signal });
  notes?.begin(after ?? stage.cursorAt());
  try {
    for (const release of missed) {
      noteTold(signal, undefined);
      yield release;
    }
    for await (const [release] of live) {
      noteTold(signal, new Date(Date.now() - stage.eventAge));
      yield release as Release;
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
