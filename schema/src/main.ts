import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unannouncedBreaks } from './breaking-changes.js';
import { printSchemas } from './print-schemas.js';

const folder = fileURLToPath(new URL('../', import.meta.url));
const read = (name: string) => {
  try {
    return readFileSync(`${folder}${name}`, 'utf8');
  } catch {
    return '';
  }
};

/**
 * `write` rewrites schema/*.graphql; `check` fails when they are stale, or when the API breaks a client of the
 * released one without saying so in breaking-changes.md; `release` takes the API of today for released.
 */
const command = process.argv[2] ?? 'write';
const printed = await printSchemas();
const stale = Object.entries(printed).filter(([name, sdl]) => read(name) !== sdl);
if (command === 'check') {
  const breaks = unannouncedBreaks(
    read('released.graphql'),
    printed['api.graphql']!,
    read('breaking-changes.md'),
  );
  for (const [name] of stale) process.stderr.write(`schema/${name} is stale: npm run schema\n`);
  for (const description of breaks) {
    process.stderr.write(
      `The API breaks its clients: ${description} Undo it, or say it in schema/breaking-changes.md\n`,
    );
  }
  process.exitCode = stale.length || breaks.length ? 1 : 0;
} else {
  for (const [name, sdl] of stale) {
    writeFileSync(`${folder}${name}`, sdl);
    process.stdout.write(`schema/${name} written\n`);
  }
  if (command === 'release') writeFileSync(`${folder}released.graphql`, printed['api.graphql']!);
}
