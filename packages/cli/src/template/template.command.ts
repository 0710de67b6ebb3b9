import { readFileSync } from 'node:fs';
import { templateCsv } from '@ketqua/lab-file';
import { type CommandContext, connectionOptions, optionsIn } from '../command.js';
import type { ExitName } from '../console/exit-code.js';
import { formatNamed } from '../submit/submit.command.js';

const example = (name: string) =>
  readFileSync(new URL(`../../../../docs/examples/${name}`, import.meta.url), 'utf8');

/** `ketqua template`: a file to begin with, in a format. @throws Failure */
export function templateCommand(_context: CommandContext, args: readonly string[]): ExitName {
  const { values } = optionsIn(args, { format: { type: 'string' }, lang: connectionOptions.lang });
  const format = formatNamed(values.format) ?? 'CSV';
  // As it is, with its line ends and without a line more.
  process.stdout.write(
    { CSV: templateCsv, HL7V2: () => example('results.hl7'), FHIR_R4: () => example('results.fhir.json') }[
      format
    ](),
  );
  return 'DONE';
}
