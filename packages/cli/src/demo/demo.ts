import { randomUUID } from 'node:crypto';
import qrcode from 'qrcode';
import { GraphqlClient } from '../graphql-client.js';
import type { DemoCredentials } from './demo-authority.js';
import { demoFile } from './demo-file.js';
import { signIn } from './sign-in.js';

/** The phone and birth date of the demo file's patients. */
const phone = '+12059992800';
const dateOfBirth = '1962-01-20';

interface Receipt {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly rows: readonly {
    line: number;
    status: string;
    problems: readonly { field: string; code: string }[];
  }[];
}
interface ReleasedEvent {
  readonly resultReleased: {
    cursor: string;
    result: { id: string; outcome: string; lab: { name: string } | null };
  };
}
interface Person {
  readonly id: string;
  readonly displayName: string;
  readonly results: { edges: { node: { id: string; outcome: string } }[] };
}
interface Verification {
  readonly verdict: string;
  readonly signature: string;
  readonly status: string;
  readonly rules: readonly { description: string; outcome: string }[];
}
interface FeedEvent {
  readonly verificationFeed: { verdict: string; verifiedAt: string; checkpoint: { name: string } | null };
}

/**
 * Plays the eight steps against a running platform, printing each with its time in milliseconds.
 * @throws Error at the step that failed
 */
export async function playDemo(credentials: DemoCredentials, print: (line: string) => void): Promise<void> {
  const anonymous = new GraphqlClient(credentials.url);
  const step = stepsOn(print);
  const lab = await step('A laboratory signs in with its key', async (say) => {
    const { code, apiKey } = credentials.labs[0]!;
    const session = await anonymous.mutate<{ accessToken: string }>(
      'createLabSession',
      '... on LabSession { accessToken }',
      { apiKey },
    );
    say(`laboratory ${code}`);
    return anonymous.as(session.accessToken);
  });
  const released = heard<ReleasedEvent>(
    lab,
    'subscription { resultReleased { cursor result { id outcome lab { name } } } }',
  );
  await released.opened;
  const receipt = await step('1, 2  Submit and store: a CSV file of SimpleReport', (say) =>
    importDemoFile(lab, say),
  );
  await step('3, 4  Release and push: results over the socket', async (say) => {
    const events = await released.atLeast(receipt.accepted);
    for (const { resultReleased } of events)
      say(`${resultReleased.result.outcome.padEnd(13)} from ${resultReleased.result.lab?.name}`);
    await released.stop();
  });
  const citizen = await step('5     Prove: sign in with a one-time code', async (say) => {
    say(`phone ${phone}, the code read from /dev/messages`);
    return signIn(anonymous, phone);
  });
  const resultId = await step('5     Prove: open the people on this phone by the birth date', (say) =>
    claimPeople(citizen, say),
  );
  const payload = await step('6     Issue: the QR code', (say) => issue(citizen, resultId, say));
  print(
    await qrcode.toString([{ data: payload, mode: 'alphanumeric' }], {
      type: 'terminal',
      small: true,
      errorCorrectionLevel: 'L',
    }),
  );
  const officer = await step('      An officer signs in', () => signIn(anonymous, credentials.officerPhone));
  const ids = [credentials.checkpointId];
  const feed = heard<FeedEvent>(
    officer,
    'subscription ($ids: [ID!]!) { verificationFeed(checkpointIds: $ids) { verdict verifiedAt checkpoint { name } } }',
    { ids },
  );
  await feed.opened;
  await step('7     Verify: the officer scans it', (say) =>
    verify(officer, payload, credentials.checkpointId, say),
  );
  await step("8     Feed: the checkpoint's live feed", async (say) => {
    const [event] = await feed.atLeast(1);
    const { verdict, verifiedAt, checkpoint } = event!.verificationFeed;
    say(`${verifiedAt}  ${verdict}  ${checkpoint?.name}`);
    await feed.stop();
  });
}

type Say = (line: string) => void;

function stepsOn(print: Say) {
  return async <T>(title: string, run: (say: Say) => Promise<T>): Promise<T> => {
    const lines: string[] = [];
    const start = performance.now();
    const outcome = await run((line) => lines.push(line));
    print(`${title.padEnd(64)} ${Math.round(performance.now() - start)} ms`);
    for (const line of lines) print(`        ${line}`);
    return outcome;
  };
}

async function importDemoFile(lab: GraphqlClient, say: Say): Promise<Receipt> {
  const receipt = await lab.mutate<Receipt>(
    'importResults',
    '... on SubmissionReceipt { accepted duplicates rejected rows { line status problems { field code } } }',
    { idempotencyKey: randomUUID(), format: 'CSV', ...demoFile() },
  );
  say(`${receipt.accepted} accepted, ${receipt.duplicates} duplicates, ${receipt.rejected} rejected`);
  for (const { line, problems } of receipt.rows.filter(({ status }) => status === 'REJECTED')) {
    say(`line ${line}: ${problems.map(({ field, code }) => `${field} ${code}`).join(', ')}`);
  }
  if (receipt.accepted === 0) throw new Error('No row was accepted');
  return receipt;
}

async function claimPeople(citizen: GraphqlClient, say: Say): Promise<string> {
  const { me } = await citizen.ask<{ me: { citizen: { people: Person[] } } }>(
    '{ me { citizen { people { id displayName } } } }',
  );
  let certifiable: string | undefined;
  for (const { id, displayName: initial } of me.citizen.people) {
    const person = await citizen.mutate<Person>(
      'claimPerson',
      '... on Person { displayName results { edges { node { id outcome } } } }',
      { personId: id, dateOfBirth },
    );
    const outcomes = person.results.edges.map(({ node }) => node.outcome);
    say(`${initial} is ${person.displayName}: ${outcomes.join(', ')}`);
    certifiable ??= person.results.edges.find(({ node }) => node.outcome === 'NOT_DETECTED')?.node.id;
  }
  if (!certifiable) throw new Error('No result of this phone is NOT_DETECTED');
  return certifiable;
}

async function issue(citizen: GraphqlClient, resultId: string, say: Say): Promise<string> {
  const token = await citizen.mutate<{ payload: string; certificateId: string; expiresAt: string }>(
    'issueQrToken',
    '... on QrToken { payload certificateId expiresAt }',
    { resultId },
  );
  say(`${token.certificateId}, valid until ${token.expiresAt}`);
  return token.payload;
}

async function verify(
  officer: GraphqlClient,
  payload: string,
  checkpointId: string,
  say: Say,
): Promise<void> {
  const { verdict, signature, status, rules } = await officer.mutate<Verification>(
    'verifyQr',
    '... on Verification { verdict signature status rules { description outcome } }',
    { payload, checkpointId },
  );
  say(`${verdict}: signature ${signature}, status ${status}`);
  for (const rule of rules) say(`${rule.outcome}  ${rule.description}`);
  if (verdict !== 'PASS') throw new Error(`The verdict is ${verdict}`);
}

/** A subscription whose events can be waited for. */
function heard<Event>(client: GraphqlClient, query: string, variables: object = {}) {
  const events: Event[] = [];
  const waiting: { count: number; resolve: (events: Event[]) => void }[] = [];
  const listening = client.listen<Event>(query, variables, (event) => {
    events.push(event);
    for (const { count, resolve } of waiting) if (events.length >= count) resolve(events);
  });
  const atLeast = (count: number) =>
    new Promise<Event[]>((resolve, reject) => {
      if (events.length >= count) return resolve(events);
      waiting.push({ count, resolve });
      setTimeout(() => reject(new Error(`Only ${events.length} of ${count} events came`)), 15_000).unref();
    });
  return { ...listening, atLeast };
}
