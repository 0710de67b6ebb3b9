import type { TrustedKey } from '@ketqua/health-cert';
import { type CommandContext, connectionOptions, optionsIn, usage } from '../command.js';
import { type ExitName, gravest } from '../console/exit-code.js';
import { instantOf } from './instant.js';
import { keyFileOf } from './key-file.js';
import { PacedOutput } from './paced-output.js';
import { rulesOf } from './rule-file.js';
import { Verification } from './verification.js';

const verifyOptions = {
  keys: { type: 'string', multiple: true },
  rules: { type: 'string', multiple: true },
  at: { type: 'string' },
  'json-lines': { type: 'boolean' },
  lang: connectionOptions.lang,
} as const;

/** `ketqua verify [FILE…]`: one verdict a line, in the order of the texts. @throws Failure */
export async function verifyCommand(context: CommandContext, args: readonly string[]): Promise<ExitName> {
  const { values, positionals } = optionsIn(args, verifyOptions);
  const verification = new Verification(
    {
      keys: (values.keys ?? []).flatMap((path) => keysIn(path, context)),
      rules: (values.rules ?? []).flatMap(rulesOf),
      at: momentOf(values.at),
      isJson: values['json-lines'] ?? false,
      language: context.language,
    },
    new PacedOutput(process.stdout),
  );
  // Whoever reads the verdicts may have enough of them.
  process.stdout.once('error', () => process.exit());
  const exits: ExitName[] = [];
  for (const path of positionals.length > 0 ? positionals : ['-']) exits.push(await verification.judge(path));
  return gravest(exits);
}

function keysIn(path: string, { console, language }: CommandContext): readonly TrustedKey[] {
  const { keys, unreadable } = keyFileOf(path);
  if (unreadable.length > 0) {
    const positions = unreadable.slice(0, 10).join(', ') + (unreadable.length > 10 ? ', …' : '');
    console.tell(
      {
        en: `${path}: ${unreadable.length} of its keys cannot be used and are left out (${positions})`,
        vi: `${path}: ${unreadable.length} khóa không dùng được và bị bỏ qua (${positions})`,
      }[language],
    );
  }
  return keys;
}

function momentOf(written: string | undefined): Date | undefined {
  if (written === undefined) return undefined;
  const moment = instantOf(written);
  if (moment) return moment;
  throw usage(
    '--at takes a time with its offset, as 2026-11-23T08:00:00+07:00',
    '--at là thời điểm kèm múi giờ, ví dụ 2026-11-23T08:00:00+07:00',
  );
}
