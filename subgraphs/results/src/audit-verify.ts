import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  FolderInUseError,
  openEmbeddedDatabase,
  openPostgresDatabase,
  readEnvironment,
} from '@ketqua/platform';
import { z } from 'zod';
import type { BrokenLink } from './modules/audit/audit-chain.js';
import { verifyAudit } from './modules/audit/read-audit.js';

/** What is found of the audit log. */
interface Found {
  readonly entries: number;
  readonly head: string;
  readonly broken: (Pick<BrokenLink, 'seq'> & { readonly kind?: BrokenLink['kind'] }) | undefined;
}

const variables = z.object({
  DATABASE_URL: z.string().optional(),
  KETQUA_HOME: z.string().default('.ketqua'),
});

/**
 * `npm run audit:verify [-- --head HASH]`: follows the chain of the audit log in the database of DATABASE_URL, or in the
 * embedded one; where a platform in development runs on that, it is asked. Prints what it found, as one line of JSON.
 * With the hash of an entry that was kept elsewhere, the log must still hold that entry.
 *
 * Exit code 0: whole. 1: altered, cut, or with another head. 2: it could not be read.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { head: { type: 'string' } } });
  const { DATABASE_URL, KETQUA_HOME } = readEnvironment(variables);
  const home = resolve(KETQUA_HOME);
  try {
    const found = await (DATABASE_URL
      ? inDatabase(await openPostgresDatabase(DATABASE_URL), values.head)
      : embedded(home, values.head));
    process.stdout.write(`${JSON.stringify(found)}\n`);
    return found.isWhole && found.hasHead !== false ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'The audit log could not be read'}\n`);
    return 2;
  }
}

type Printed = {
  isWhole: boolean;
  entries: number;
  head: string;
  brokenAt: number | null;
  hasHead?: boolean;
};

function printed({ entries, head, broken }: Found): Printed {
  return { isWhole: !broken, entries, head, brokenAt: broken?.seq ?? null };
}

async function inDatabase(
  database: Awaited<ReturnType<typeof openPostgresDatabase>>,
  wanted: string | undefined,
): Promise<Printed> {
  try {
    const query = database.query.bind(database);
    const { head, broken } = await verifyAudit(query);
    const found = printed({ entries: head.seq, head: head.hash, broken });
    if (wanted === undefined) return found;
    const held = await query('select from results.audit_entry where hash = $1', [wanted]);
    return { ...found, hasHead: held.length > 0 };
  } finally {
    await database.close();
  }
}

async function embedded(home: string, wanted: string | undefined): Promise<Printed> {
  try {
    return await inDatabase(await openEmbeddedDatabase({ folder: join(home, 'data') }), wanted);
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    return askRunning(home, wanted, error);
  }
}

interface Credentials {
  readonly url: string;
  readonly adminPhone: string;
}

/** Signs in as the demo's ADMIN at the platform that runs on this folder; it holds the only session of its database. */
async function askRunning(home: string, wanted: string | undefined, inUse: Error): Promise<Printed> {
  const file = join(home, 'demo-credentials.json');
  const credentials = await readFile(file, 'utf8').catch(() => {
    throw inUse;
  });
  const { url, adminPhone } = JSON.parse(credentials) as Credentials;
  const ask = async (query: string, variables: object, token?: string) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    });
    const { data } = (await response.json()) as { data?: Record<string, Record<string, string>> };
    if (!data) throw inUse;
    return Object.values(data)[0]!;
  };
  const messages = async () =>
    (await (await fetch(`${url}/dev/messages`, { headers: { accept: 'application/json' } })).json()) as {
      id: string;
      to: string;
      code: string | null;
    }[];
  const before = new Set((await messages()).map(({ id }) => id));
  const { id } = await ask(
    'mutation ($input: RequestOtpInput!) { requestOtp(input: $input) { ... on OtpChallenge { id } } }',
    { input: { phone: adminPhone } },
  );
  let code: string | null | undefined;
  for (let tries = 0; tries < 100 && !code; tries += 1) {
    await new Promise((done) => setTimeout(done, 100));
    code = (await messages()).find((message) => message.to === adminPhone && !before.has(message.id))?.code;
  }
  if (!code) throw inUse;
  const { accessToken } = await ask(
    'mutation ($input: VerifyOtpInput!) { verifyOtp(input: $input) { ... on Session { accessToken } } }',
    { input: { challengeId: id, code } },
  );
  const { isWhole, entries, head, brokenAt, hasHead } = (await ask(
    'query ($head: String) { auditChain(head: $head) { isWhole brokenAt entries head hasHead } }',
    { head: wanted ?? null },
    accessToken,
  )) as unknown as Printed & { hasHead: boolean | null };
  return { isWhole, entries, head, brokenAt, ...(hasHead !== null && { hasHead }) };
}

process.exitCode = await main();
