import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import {
  buildTestCertificate,
  issueHealthCert,
  newUvci,
  notDetectedWithin72Hours,
} from '@ketqua/health-cert';
import { createSigningKey, signerFrom, trustedKeyFromCertificate } from '@ketqua/health-cert/node';
import { build, loadConfigFromFile, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

/** What an officer's page needs of the verifier before it has read a code. */
const page = "export { TrustList, verifyHealthCert } from '@ketqua/health-cert';";
const pageId = '\0officer-page';
const mostBytes = 15_000;

const clientConfig = fileURLToPath(new URL('../../client/vite.config.ts', import.meta.url));

/** The bundle of such a page, made as the client is; the helper of Vite, which every page has, stands apart. */
async function chunksOfPage(isPreloading = true): Promise<readonly Rolldown.OutputChunk[]> {
  const env = { command: 'build', mode: 'production' } as const;
  const client = await loadConfigFromFile(env, clientConfig);
  const { target, modulePreload, rolldownOptions } = client!.config.build!;
  const bundle = await build({
    configFile: false,
    logLevel: 'silent',
    root: fileURLToPath(new URL('..', import.meta.url)),
    plugins: [
      {
        name: 'officer-page',
        resolveId: (id) => (id === 'officer-page' ? pageId : null),
        load: (id) => (id === pageId ? page : null),
      },
    ],
    build: {
      write: false,
      target,
      modulePreload: isPreloading && modulePreload,
      rolldownOptions: {
        ...rolldownOptions,
        input: 'officer-page',
        preserveEntrySignatures: 'strict',
        output: {
          codeSplitting: { groups: [{ name: 'vite', test: /preload-helper/ }] },
        },
      },
    },
  });
  const { output } = (Array.isArray(bundle) ? bundle[0] : bundle) as Rolldown.RolldownOutput;
  return output.filter((each) => each.type === 'chunk');
}

/** A chunk and what it imports before it runs. */
function neededFirst(
  chunk: Rolldown.OutputChunk,
  all: readonly Rolldown.OutputChunk[],
): Set<Rolldown.OutputChunk> {
  const needed = new Set([chunk]);
  for (const each of needed) {
    for (const name of each.imports) {
      const imported = all.find(({ fileName }) => fileName === name);
      if (imported && imported.name !== 'vite') needed.add(imported);
    }
  }
  return needed;
}

const modulesOf = (chunks: Iterable<Rolldown.OutputChunk>) =>
  [...chunks].flatMap(({ moduleIds }) => moduleIds).join('\n');

it('the verifier is at most 15 kB on its way to a browser; rules and schema come when they are needed', async () => {
  const chunks = await chunksOfPage();
  const entry = chunks.find(({ isEntry }) => isEntry)!;
  const first = neededFirst(entry, chunks);
  const bytes = [...first].reduce((sum, { code }) => sum + gzipSync(code).length, 0);
  console.log(
    bytes,
    [...first].map((c) => [c.name, c.code.length]),
  );
  expect(bytes).toBeLessThan(mostBytes);

  expect(modulesOf(first)).toMatch(/verify-health-cert/);
  expect(modulesOf(first)).not.toMatch(
    /certlogic|certificate-schema|value-sets|issue-health-cert|transliterate|node:/,
  );
  expect(entry.dynamicImports).toHaveLength(2);
  expect(modulesOf(chunks)).toMatch(/certlogic/);
});

it('what is left of it for browsers reads, verifies and judges as the whole does', async () => {
  // Preloading asks for a document, which there is none of here.
  const chunks = await chunksOfPage(false);
  const folder = mkdtempSync(join(tmpdir(), 'ketqua-verifier-'));
  for (const { fileName, code } of chunks) {
    mkdirSync(dirname(join(folder, fileName)), { recursive: true });
    writeFileSync(join(folder, fileName), code);
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const entry = pathToFileURL(join(folder, chunks.find(({ isEntry }) => isEntry)!.fileName)).href;
  const { TrustList, verifyHealthCert } = (await import(entry)) as typeof import('@ketqua/health-cert');

  const [notBefore, notAfter] = [new Date('2026-01-01'), new Date('2028-01-01')];
  const key = await createSigningKey({
    country: 'VN',
    organisation: 'Ketqua',
    commonName: 'DSC',
    notBefore,
    notAfter,
  });
  const at = new Date('2026-11-23T08:00:00Z');
  const certificate = buildTestCertificate({
    ...{ uvci: newUvci('VN'), country: 'VN', issuer: 'Sở Y tế', fullName: 'Nguyễn Thị Bình' },
    ...{ dateOfBirth: '1990-02-28', disease: '840539006', testType: 'LP6464-4', outcome: 'NOT_DETECTED' },
    specimenCollectedAt: '2026-11-23T08:00:00+07:00',
  });
  const expiresAt = new Date('2026-12-07T05:00:00Z');
  const text = await issueHealthCert({ certificate, issuer: 'VN', issuedAt: at, expiresAt }, signerFrom(key));
  const trust = new TrustList([trustedKeyFromCertificate(key.certificateDer)]);
  const found = await verifyHealthCert(text, {
    trust,
    at,
    rules: notDetectedWithin72Hours,
    withSchema: true,
  });
  expect(found).toMatchObject({
    verdict: 'PASS',
    schema: { isValid: true },
    rules: [{ outcome: 'PASSED' }, {}],
  });
  rmSync(folder, { recursive: true });
});
