import { randomUUID } from 'node:crypto';
import {
  type AccountViewer,
  type Database,
  EventLog,
  EventStream,
  KeyRing,
  phoneIndexPurpose,
  type Subgraph,
  type Viewer,
} from '@ketqua/platform';
import { accountViewer, callerOf, silentLog, testDatabase, testKey } from '@ketqua/platform/testing';
import type { TestResultInput } from '../modules/submission/test-result.input.js';
import { openResults } from '../subgraph.js';

/** The results subgraph on a real database, for a test, and the people who use it. */
export class ResultsHouse {
  readonly labId = randomUUID();
  readonly lab: Viewer = { kind: 'lab', labId: this.labId, keyId: randomUUID() };
  readonly admin = accountViewer({ roles: ['CITIZEN', 'ADMIN'] });

  private constructor(
    readonly database: Database,
    readonly events: EventLog,
    readonly stream: EventStream,
    readonly subgraph: Subgraph,
  ) {}

  static async open(): Promise<ResultsHouse> {
    const database = await testDatabase();
    const events = await EventLog.open(database);
    const stream = await EventStream.open(events, silentLog);
    const settings = { country: 'VN', authority: 'Test Authority' };
    const subgraph = await openResults({
      database,
      events,
      stream,
      masterKey: testKey,
      log: silentLog,
      settings,
    });
    return new ResultsHouse(database, events, stream, subgraph);
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

  async verify(payload: string, checkpointId: string, viewer: Viewer) {
    const { verifyQr } = await this.ask(
      `mutation ($input: VerifyQrInput!) { verifyQr(input: $input) { __typename ... on Verification {
         id verdict signature status outcome reasons rules { id description outcome }
         holder { displayName dateOfBirth } test { code method specimenCollectedAt resultedAt } } } }`,
      { input: { payload, checkpointId } },
      viewer,
    );
    return verifyQr;
  }
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
