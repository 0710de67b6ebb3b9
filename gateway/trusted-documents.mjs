/**
 * Writes the documents that a gateway in production trusts: those of the web app, of the `ketqua` command, and those that
 * are published for laboratories' own systems, each as a manifest (apollo-persisted-query-manifest, version 1) in
 * `schema/trusted-documents/`. Usage: `node trusted-documents.mjs [check]`, after the typed documents were written.
 */
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandDocuments } from '@ketqua/cli';
import { formatDocument, stringifyDocument } from '@urql/core';
import { getOperationAST, parse } from 'graphql';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'schema/trusted-documents');
const isCheck = process.argv[2] === 'check';

/** The texts that urql sends: of a document as it is, and with the type names that its cache asks for. */
async function clientDocuments() {
  const files = globSync('client/src/schema/*operations.ts', { cwd: root }).sort();
  const modules = await Promise.all(files.map((file) => import(join(root, file))));
  const documents = modules
    .flatMap((module) => Object.values(module))
    .filter((document) => document.kind === 'Document' && getOperationAST(document));
  return documents.flatMap((document) => [
    stringifyDocument(document),
    stringifyDocument(formatDocument(document)),
  ]);
}

/** Each operation of the published file is a document of its own. */
function laboratoryDocuments() {
  const text = readFileSync(join(root, 'docs/examples/laboratory.graphql'), 'utf8');
  return parse(text).definitions.map(({ loc }) => text.slice(loc.start, loc.end));
}

function manifestOf(texts) {
  const operations = [...new Set(texts)].map((body) => {
    const { name, operation } = getOperationAST(parse(body));
    const id = createHash('sha256').update(body).digest('hex');
    return { id, name: name.value, type: operation, body };
  });
  operations.sort((a, b) => (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1));
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

const manifests = {
  client: manifestOf(await clientDocuments()),
  command: manifestOf(commandDocuments()),
  laboratories: manifestOf(laboratoryDocuments()),
};

mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(manifests)) {
  const file = join(folder, `${name}.json`);
  if (!isCheck) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${file} is not what the sources say: npm run schema\n`);
    process.exitCode = 1;
  }
}
