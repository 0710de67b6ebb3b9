import { randomUUID } from 'node:crypto';
import { GraphqlClient, signIn } from '@ketqua/cli';
import type { RunningPlatform } from './running-platform.js';

/** A result as a lab sends it; every leaf is a text. */
export interface SentResult {
  accessionNumber: string;
  patient: Record<string, string>;
  test: Record<string, string>;
  specimenCollectedAt: string;
  resultedAt?: string;
  outcome: string;
  status?: string;
}

/** A result in order, of a patient of one's own; what is given replaces what it has. */
export function sentResult(phone: string, given: Partial<SentResult> = {}): SentResult {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  return {
    accessionNumber: `J-${randomUUID()}`,
    patient: { fullName: 'Nguyễn Thị Ánh Tuyết', dateOfBirth: '1990-03-14', sex: 'FEMALE', phone },
    test: { code: '94500-6' },
    specimenCollectedAt: hoursAgo(20),
    resultedAt: hoursAgo(2),
    outcome: 'NOT_DETECTED',
    ...given,
  };
}

/** A phone that nobody else in the suite has. */
export function newPhone(): string {
  return `+8491${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`;
}

/** A laboratory's system, by one of the demo's keys. */
export async function labOf(platform: RunningPlatform, position = 0): Promise<GraphqlClient> {
  const client = new GraphqlClient(platform.url);
  const { apiKey } = platform.credentials.labs[position]!;
  const session = await client.mutate<{ accessToken: string }>(
    'createLabSession',
    '... on LabSession { accessToken }',
    { apiKey },
  );
  return client.as(session.accessToken);
}

/** Whoever holds a phone, signed in by the code that came to it. */
export function holderOf(platform: RunningPlatform, phone: string): Promise<GraphqlClient> {
  return signIn(new GraphqlClient(platform.url), phone);
}

/** What a lab is answered of its rows. */
export interface Receipt {
  readonly id: string;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly rows: readonly {
    status: string;
    resultId: string | null;
    problems: readonly { field: string; code: string }[];
  }[];
}

/** Submits results; gives the receipt. @throws OperationError */
export function submit(
  lab: GraphqlClient,
  results: readonly SentResult[],
  idempotencyKey: string = randomUUID(),
): Promise<Receipt> {
  return lab.mutate<Receipt>(
    'submitResults',
    '... on SubmissionReceipt { id accepted duplicates rejected rows { status resultId problems { field code } } }',
    { idempotencyKey, results },
  );
}

/** Opens every person on a citizen's phone by a birth date; gives their identifiers. */
export async function claimAll(citizen: GraphqlClient, dateOfBirth: string): Promise<string[]> {
  const { me } = await citizen.ask<{ me: { citizen: { people: { id: string }[] } } }>(
    '{ me { citizen { people { id } } } }',
  );
  for (const { id } of me.citizen.people) {
    await citizen.mutate('claimPerson', '... on Person { id }', { personId: id, dateOfBirth });
  }
  return me.citizen.people.map(({ id }) => id);
}
