import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { playDemo } from './demo/demo.js';
import type { DemoCredentials } from './demo/demo-authority.js';
import { homeFolder } from './environment.js';

const usage = `ketqua COMMAND

  demo    plays the eight steps against the platform that runs on this machine (npm start)
`;

function demoCredentials(): DemoCredentials {
  const file = join(homeFolder(), 'demo-credentials.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DemoCredentials;
  } catch {
    throw new Error(`${file} cannot be read: start the platform first (npm start)`);
  }
}

const [command] = process.argv.slice(2);
try {
  if (command === 'demo') {
    await playDemo(demoCredentials(), (line) => process.stdout.write(`${line}\n`));
    process.exit(0);
  }
  process.stderr.write(usage);
  process.exitCode = 2;
} catch (error) {
  const { message, cause } = error as Error;
  const reason =
    cause instanceof Error ? `${message}: ${cause.message}. Start the platform first: npm start` : message;
  process.stderr.write(`ketqua ${command}: ${reason}\n`);
  process.exitCode = 1;
}
