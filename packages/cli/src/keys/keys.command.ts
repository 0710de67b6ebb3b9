import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandContext, connectionOptions, optionsIn, platformUrl, usage } from '../command.js';
import { AdminConnection } from '../connection/admin-connection.js';
import { queries } from '../connection/documents.js';
import type { Expected } from '../connection/request.js';
import type { ExitName } from '../console/exit-code.js';
import { Failure } from '../console/failure.js';
import { keyTable, type ListedKeys } from './key-table.js';

const keysOptions = {
  url: connectionOptions.url,
  'insecure-http': connectionOptions['insecure-http'],
  lang: connectionOptions.lang,
  json: { type: 'boolean' },
  phone: { type: 'string' },
  'signs-from': { type: 'string' },
  reason: { type: 'string' },
  source: { type: 'string' },
  format: { type: 'string' },
  'signed-by': { type: 'string' },
  out: { type: 'string' },
  'hash-type': { type: 'string' },
} as const;

interface Call {
  readonly admin: AdminConnection;
  readonly context: CommandContext;
  readonly operand: string | undefined;
  readonly options: ReturnType<typeof optionsIn<typeof keysOptions>>['values'];
}

const acts: Readonly<Record<string, (call: Call) => Promise<void>>> = {
  list: listKeys,
  rotate: rotateKey,
  revoke: revokeKey,
  import: importList,
  remove: removeList,
  export: exportTrust,
  root: tellRoot,
};

/** `ketqua keys ACT`: what an authority does with its keys, and with those of others. @throws Failure */
export async function keysCommand(context: CommandContext, args: readonly string[]): Promise<ExitName> {
  const { values, positionals } = optionsIn(args, keysOptions);
  const [name = '', operand] = positionals;
  const act = Object.hasOwn(acts, name) ? acts[name]! : undefined;
  if (!act) throw usage('keys list, rotate, revoke, import, remove, export or root');
  const { environment, console } = context;
  const url = platformUrl(values.url ?? environment.url, values['insecure-http'] ?? false);
  const phone = values.phone ?? environment.adminPhone;
  const admin = new AdminConnection({ url, console, phone, accessToken: environment.accessToken });
  await act({ admin, context, operand, options: values });
  return 'DONE';
}

async function listKeys({ admin, context, options }: Call): Promise<void> {
  const listed = await admin.ask<ListedKeys>(queries.keys);
  const { print } = context.console;
  if (options.json) print(JSON.stringify(listed));
  else for (const line of keyTable(listed, context.language)) print(line);
}

async function rotateKey({ admin, context, options }: Call): Promise<void> {
  const signsFrom = momentIn(options['signs-from']);
  const key = await admin.mutate<Expected & { kid: string; signsFrom: string }>('rotateSigningKey', {
    signsFrom,
  });
  context.console.print(`${key.kid}  ${key.signsFrom}`);
}

function momentIn(written: string | undefined): string | null {
  if (written === undefined) return null;
  const moment = written === 'now' ? new Date() : new Date(written);
  const hasOffset = written === 'now' || /(?:Z|[+-]\d\d:?\d\d)$/.test(written);
  if (hasOffset && !Number.isNaN(moment.getTime())) return moment.toISOString();
  throw usage(
    '--signs-from takes now, or a time with its offset, as 2026-12-01T08:00:00+07:00',
    '--signs-from là now, hoặc thời điểm kèm múi giờ, ví dụ 2026-12-01T08:00:00+07:00',
  );
}

async function revokeKey({ admin, context, operand: kid, options: { reason } }: Call): Promise<void> {
  if (!kid || !reason) throw usage('keys revoke KID --reason TEXT', 'keys revoke KID --reason LÝ_DO');
  const key = await admin.mutate<Expected & { kid: string; state: string }>('revokeSigningKey', {
    kid,
    reason,
  });
  context.console.print(`${key.kid}  ${key.state}`);
}

async function importList({ admin, context, operand: file, options }: Call): Promise<void> {
  const { source, format, 'signed-by': signer } = options;
  if (!file || !source || !format) {
    throw usage('keys import FILE --source NAME --format DCC|GDHCN|JWKS|PEM|DCC_REVOCATIONS');
  }
  // A thumbprint, or the file of a public key.
  const signedBy = signer === undefined || /^[\w-]{43}$/.test(signer) ? signer : contentOf(signer);
  const brought = await admin.mutate<
    Expected & {
      trustList: { keys: number; skipped: number; version: number } | null;
      countries: { country: string; hashes: number }[];
    }
  >('importTrustList', {
    source,
    format: format.toUpperCase(),
    content: contentOf(file),
    ...(signedBy && { signedBy }),
  });
  const { print } = context.console;
  if (brought.trustList) {
    const { keys, skipped, version } = brought.trustList;
    print(`${source}  keys ${keys}  skipped ${skipped}  version ${version}`);
  }
  for (const { country, hashes } of brought.countries) print(`${country}  hashes ${hashes}`);
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Failure('FILE_UNREADABLE', 'TRUST_LIST_UNREADABLE', {
      vi: `Không đọc được tệp ${file}.`,
      en: `The file ${file} cannot be read.`,
    });
  }
}

async function removeList({ admin, context, options: { source } }: Call): Promise<void> {
  if (!source) throw usage('keys remove --source NAME', 'keys remove --source TÊN');
  const removed = await admin.mutate<Expected & { keys: number }>('removeTrustList', { source });
  context.console.print(`${source}  keys ${removed.keys}`);
}

/** Writes what verifiers of other authorities take: KID.der, trust-list.jwks.jws and revocations.json. */
async function exportTrust({ admin, context, options }: Call): Promise<void> {
  const { out, 'hash-type': hashType = 'UCI' } = options;
  if (!out) throw usage('keys export --out FOLDER');
  const { publishedTrustList } = await admin.ask<{
    publishedTrustList: { certificates: string[]; jwks: string };
  }>(queries.publishedTrustList);
  mkdirSync(out, { recursive: true });
  const write = (name: string, content: string | Buffer) => {
    writeFileSync(join(out, name), content);
    context.console.print(join(out, name));
  };
  publishedTrustList.certificates.forEach((certificate, index) => {
    write(`certificate-${index + 1}.der`, Buffer.from(certificate, 'base64'));
  });
  write('trust-list.jwks.jws', publishedTrustList.jwks);
  write('revocations.json', JSON.stringify(await allRevocations(admin, hashType.toUpperCase()), null, 1));
}

async function allRevocations(admin: AdminConnection, hashType: string): Promise<unknown[]> {
  const batches: unknown[] = [];
  let after: string | null = null;
  do {
    const page: { ownRevocations: { batches: string; next: string | null } } = await admin.ask(
      queries.ownRevocations,
      { hashType, after },
    );
    batches.push(...(JSON.parse(page.ownRevocations.batches) as unknown[]));
    after = page.ownRevocations.next;
  } while (after !== null);
  return batches;
}

async function tellRoot({ admin, context }: Call): Promise<void> {
  const { openTrustBundle } = await import('@ketqua/health-cert');
  const { trustBundle } = await admin.askPublic<{ trustBundle: { document: string } }>(queries.trustBundle);
  const { root } = await openTrustBundle(trustBundle.document, {});
  context.console.print(root);
}
