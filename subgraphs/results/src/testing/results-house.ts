import { randomUUID } from 'node:crypto';
import {
  type AccountViewer,
  type Database,
  EventLog,
  EventStream,
  KeyRing,
  type Orm,
  phoneIndexPurpose,
  type Subgraph,
  type Viewer,
} from '@ketqua/platform';
import { accountViewer, callerOf, silentLog, testDatabase, testKey } from '@ketqua/platform/testing';
import type { ExecutionResult } from 'graphql';
import type { TestResultInput } from '../modules/submission/test-result.input.js';
import type { ResultsSettings } from '../settings.js';
import { openResults } from '../subgraph.js';

/** The results subgraph on a real database, for a test, and the people who use it. */
export class ResultsHouse {
  readonly labId = randomUUID();
  readonly lab: Viewer = { kind: 'lab', labId: this.labId, keyId: randomUUID(), access: 'SUBMIT' };
  readonly admin = accountViewer({ roles: ['CITIZEN', 'ADMIN'] });

  private constructor(
    readonly database: Database,
    readonly events: EventLog,
    readonly stream: EventStream,
    public subgraph: Subgraph,
    /** The subgraph's own, for what runs by the clock. */
    public orm: Orm,
    private readonly settings: Partial<ResultsSettings>,
  ) {}

  static async open(settings: Partial<ResultsSettings> = {}): Promise<ResultsHouse> {
    const database = await testDatabase('migrated');
    const events = await EventLog.open(database);
    const stream = await EventStream.open(events, silentLog);
    const { subgraph, orm } = await openOn(database, events, stream, settings);
    return new ResultsHouse(database, events, stream, subgraph, orm, settings);
  }

  /** Starts the subgraph anew on the same database, as after a crash between two transactions. */
  async reopen(): Promise<void> {
    await this.subgraph.close();
    Object.assign(this, await openOn(this.database, this.events, this.stream, this.settings));
  }

  /** Another process of the same subgraph on the same database, set otherwise; closed before this one. */
  async beside(settings: Partial<ResultsSettings>): Promise<ResultsHouse> {
    const { database, events, stream } = this;
    const { subgraph, orm } = await openOn(database, events, stream, settings);
    const sibling = new ResultsHouse(database, events, stream, subgraph, orm, settings);
    Object.assign(sibling, { labId: this.labId, lab: this.lab, admin: this.admin });
    sibling.close = () => subgraph.close();
    return sibling;
  }

  async close(): Promise<void> {
    await this.stream.close();
    await this.subgraph.close();
    await this.database.close();
  }

  /** Executes an operation and gives its data. @throws when it has errors */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever it asked for.
  async ask(query: string, variables: object, viewer: Viewer): Promise<any> {
    const { data, errors } = await this.subgraph.execute(
      { query, variables: { ...variables } },
      callerOf(viewer),
    );
    if (errors) throw Object.assign(new Error(errors.map(({ message }) => message).join('; ')), { errors });
    return data;
  }

  /** A citizen on a phone. */
  citizen(phone: string, given: Partial<AccountViewer> = {}): AccountViewer {
    const ring = new KeyRing('test');
    ring.unlock(testKey);
    const phoneIndex = ring.blindIndex(phoneIndexPurpose, phone).toString('base64url');
    return accountViewer({ phoneIndex, ...given });
  }

  /** Submits rows; gives the receipt with its rows. */
  async submit(results: TestResultInput[], { key = randomUUID() as string, viewer = this.lab } = {}) {
    const { submitResults } = await this.ask(
      `mutation ($input: SubmitResultsInput!) { submitResults(input: $input) { __typename
         ... on SubmissionReceipt { id state rowCount accepted duplicates rejected
           rows { index line accessionNumber status resultId problems { field code message hint } } }
         ... on UserError { code message } } }`,
      { input: { idempotencyKey: key, results } },
      viewer,
    );
    return submitResults;
  }

  /** Opens every person on a citizen's phone who was born on that day. */
  async claim(citizen: AccountViewer, dateOfBirth: string): Promise<void> {
    const { _entities } = await this.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { people { id } } } }',
      { r: [{ __typename: 'Citizen', id: citizen.accountId }] },
      citizen,
    );
    const claim = 'mutation ($input: ClaimPersonInput!) { claimPerson(input: $input) { __typename } }';
    for (const { id } of _entities[0].people) {
      await this.ask(claim, { input: { personId: id, dateOfBirth } }, citizen);
    }
  }

  /** Issues the QR token of a result to whoever claimed its person. */
  async issue(resultId: string, citizen: AccountViewer) {
    const { issueQrToken } = await this.ask(
      `mutation ($input: IssueQrTokenInput!) { issueQrToken(input: $input) { __typename
         ... on QrToken { id payload certificateId status } ... on UserError { code } } }`,
      { input: { resultId } },
      citizen,
    );
    return issueQrToken;
  }

  /** The events of a subscription from now on, one after the other; `end` stops listening. */
  async listen(query: string, viewer: Viewer) {
    const abort = new AbortController();
    const stream = await this.subgraph.subscribe({ query }, callerOf(viewer), abort.signal);
    if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream.errors));
    const told = new TransformStream<ExecutionResult, ExecutionResult>({}, {}, { highWaterMark: 100_000 });
    const [writer, reader] = [told.writable.getWriter(), told.readable.getReader()];
    (async () => {
      for await (const event of stream) await writer.write(event);
    })().catch(() => undefined);
    return {
      // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever it asked for.
      async next(): Promise<any> {
        const { value } = await reader.read();
        if (!value?.data) throw new Error(`The stream ended: ${JSON.stringify(value?.errors)}`);
        return value.data;
      },
      end: () => abort.abort(),
    };
  }

  async verify(payload: string, checkpointId: string, viewer: Viewer) {
    const { verifyQr } = await this.ask(
      `mutation ($input: VerifyQrInput!) { verifyQr(input: $input) { __typename ... on Verification {
         id verdict signature status certificateHash outcome reasons rules { id description outcome }
         holder { displayName dateOfBirth } test { code method specimenCollectedAt resultedAt } } } }`,
      { input: { payload, checkpointId } },
      viewer,
    );
    return verifyQr;
  }
}

async function openOn(
  database: Database,
  events: EventLog,
  stream: EventStream,
  settings: Partial<ResultsSettings>,
) {
  let orm: Orm | undefined;
  const subgraph = await openResults({
    database: {
      ...database,
      async connect(definition) {
        orm = await database.connect(definition);
        return orm;
      },
    },
    events,
    stream,
    masterKey: testKey,
    log: silentLog,
    settings: { country: 'VN', authority: 'Test Authority', ...settings },
  });
  return { subgraph, orm: orm! };
}

let serial = 0;

/** A row that is in order; what it is given replaces what it has. */
export function row(given: Partial<TestResultInput> = {}): TestResultInput {
  serial += 1;
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  return {
    accessionNumber: `A-${serial}-${randomUUID().slice(0, 8)}`,
    patient: { fullName: 'Nguyễn Thị Ánh', dateOfBirth: '1990-03-14', sex: 'FEMALE', phone: '+84901234567' },
    test: { code: '94500-6' },
    specimenCollectedAt: hoursAgo(20),
    resultedAt: hoursAgo(12),
    outcome: 'NOT_DETECTED',
    ...given,
  };
}
