import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from './command.js';
import { holdsKey } from './connection/lab-key.js';
import { languageOf, processConsole } from './console/console.js';
import { type ExitName, exitCodes } from './console/exit-code.js';
import { Failure } from './console/failure.js';
import type { DemoCredentials } from './demo/demo-authority.js';
import { commandEnvironment } from './environment.js';
import { usageIn } from './usage.js';

type Command = (context: CommandContext, args: readonly string[]) => ExitName | Promise<ExitName>;

/** Each command's code is read when it is called: a command line must answer at once. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  submit: async () => (await import('./submit/submit.command.js')).submitCommand,
  watch: async () => (await import('./watch/watch.command.js')).watchCommand,
  status: async () => (await import('./status/status.command.js')).statusCommand,
  template: async () => (await import('./template/template.command.js')).templateCommand,
  verify: async () => (await import('./verify/verify.command.js')).verifyCommand,
  keys: async () => (await import('./keys/keys.command.js')).keysCommand,
  demo: async () => demoCommand,
};

const demoCommand: Command = async ({ environment, console }) => {
  const { playDemo } = await import('./demo/demo.js');
  await playDemo(demoCredentials(environment.home), console.print);
  return 'DONE' as const;
};

function demoCredentials(home: string): DemoCredentials {
  const file = join(home, 'demo-credentials.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DemoCredentials;
  } catch {
    throw new Failure('UNEXPECTED', 'NO_DEMO', {
      vi: `Không đọc được ${file}: hãy chạy hệ thống trước (npm start)`,
      en: `${file} cannot be read: start the platform first (npm start)`,
    });
  }
}

async function run(args: readonly string[]): Promise<ExitName> {
  const [name = '', ...rest] = args;
  const environment = commandEnvironment();
  const language = languageOf(languageIn(args), environment.locale);
  const console = processConsole(language);
  if (args.some(holdsKey)) {
    console.tell(
      {
        vi: 'Không đưa khóa vào tham số: ai xem danh sách tiến trình cũng thấy. Đặt KETQUA_LAB_KEY, hoặc dùng --key-file. Nên thu hồi khóa vừa lộ.',
        en: 'A key is never an argument: whoever lists the processes sees it. Set KETQUA_LAB_KEY, or use --key-file. Have the key that was shown revoked.',
      }[language],
    );
    return 'USAGE';
  }
  if (args.includes('--help') || args.includes('-h') || name === 'help') {
    console.print(usageIn(language));
    return 'DONE';
  }
  const command = Object.hasOwn(commands, name) ? await commands[name]!() : undefined;
  if (!command) {
    console.tell(usageIn(language));
    return 'USAGE';
  }
  try {
    return await command({ console, environment, language }, rest);
  } catch (error) {
    console.tell(`ketqua ${name}: ${error instanceof Failure ? error.in(language) : reasonOf(error)}`);
    return error instanceof Failure ? error.exit : 'UNEXPECTED';
  }
}

function languageIn(args: readonly string[]): string | undefined {
  const position = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  return position < 0 ? undefined : (args[position]!.split('=')[1] ?? args[position + 1]);
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error
    ? `${message}: ${cause.message}. Start the platform first: npm start`
    : message;
}

try {
  process.exitCode = exitCodes[await run(process.argv.slice(2))];
} catch (error) {
  process.stderr.write(`ketqua: ${(error as Error).message}\n`);
  process.exitCode = exitCodes.USAGE;
}
// Sockets that a command leaves open must not keep it, once what it printed is out.
process.stdout.write('', () => process.exit());
