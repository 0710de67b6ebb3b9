import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { LabFileFormat } from '@ketqua/lab-file';
import {
  type CommandContext,
  connectionOptions,
  labConnection,
  numberIn,
  optionsIn,
  usage,
} from '../command.js';
import { type ExitName, gravest } from '../console/exit-code.js';
import type { ImportOptions } from '../file/lab-file.js';
import { type Sending, Submitter } from './submitter.js';
import { UnfinishedFiles } from './unfinished.js';

/** Options that say how a file writes things. */
export const fileOptions = {
  format: { type: 'string' },
  'time-zone': { type: 'string' },
  'date-format': { type: 'string' },
  country: { type: 'string' },
} as const;

const submitOptions = {
  ...connectionOptions,
  ...fileOptions,
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
  anew: { type: 'boolean' },
  resume: { type: 'boolean' },
  receipts: { type: 'string' },
  'retry-for': { type: 'string' },
} as const;

const formats: Readonly<Record<string, LabFileFormat>> = { csv: 'CSV', hl7v2: 'HL7V2', fhir: 'FHIR_R4' };
const defaultPatience = 120;

/** `ketqua submit FILE…` @throws Failure */
export async function submitCommand(context: CommandContext, args: readonly string[]): Promise<ExitName> {
  const { values, positionals } = optionsIn(args, submitOptions);
  const unfinished = new UnfinishedFiles(context.environment.stateFolder);
  const retryFor = numberIn('retry-for', values['retry-for'], defaultPatience);
  const lab = labConnection(context, values, {
    patience: { total: retryFor * 1000, longest: 15_000 },
    onRetry: (reason) =>
      context.console.tell(
        { en: `no answer, trying again: ${reason}`, vi: `chưa có trả lời, đang thử lại: ${reason}` }[
          context.language
        ],
      ),
  });
  const sendings = values.resume
    ? resumable(unfinished, positionals, lab.url)
    : positionals.map((path) => ({
        path: resolve(path),
        shown: path,
        format: formatNamed(values.format),
        options: importOptionsOf(values),
        salt: values.anew ? randomUUID() : null,
        receipts: values.receipts === undefined ? null : resolve(values.receipts),
      }));
  if (!sendings.length && values.resume) {
    context.console.tell({ en: 'Nothing is unfinished.', vi: 'Không có gì dở dang.' }[context.language]);
  } else if (!sendings.length) {
    throw usage('submit takes at least one FILE', 'submit cần ít nhất một FILE');
  }
  const one = new Submitter(context, lab, unfinished, {
    isPreview: values['dry-run'] ?? false,
    isJson: values.json ?? false,
  });
  const exits: ExitName[] = [];
  for (const sending of sendings) {
    exits.push(await one.send(sending));
    // A refused key refuses the next file too.
    if (exits.at(-1) === 'KEY_REFUSED') break;
  }
  return gravest(exits);
}

/** The format that an option names. @throws Failure USAGE */
export function formatNamed(written: string | undefined): LabFileFormat | undefined {
  if (written === undefined) return undefined;
  const format = formats[written.toLowerCase()];
  if (format) return format;
  throw usage('--format takes csv, hl7v2 or fhir', '--format là csv, hl7v2 hoặc fhir');
}

/** How the files write things, by the options. */
export function importOptionsOf(values: {
  'time-zone'?: string | undefined;
  'date-format'?: string | undefined;
  country?: string | undefined;
}): ImportOptions {
  const { 'time-zone': timeZone, 'date-format': dateFormat, country } = values;
  return { ...(timeZone && { timeZone }), ...(dateFormat && { dateFormat }), ...(country && { country }) };
}

function resumable(unfinished: UnfinishedFiles, paths: readonly string[], url: string): Sending[] {
  const wanted = new Set(paths.map((path) => resolve(path)));
  return unfinished
    .all()
    .filter(({ path, platform }) => platform === url && (!wanted.size || wanted.has(path)))
    .map((begun) => ({ ...begun, shown: begun.path, begunAs: begun.contentHash }));
}
