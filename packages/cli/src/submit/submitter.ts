import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { LabFileFormat } from '@ketqua/lab-file';
import { type CommandContext, usage } from '../command.js';
import type { LabConnection } from '../connection/lab-connection.js';
import { type ExitName, exitCodes } from '../console/exit-code.js';
import { Failure } from '../console/failure.js';
import { effectiveOptions } from '../file/effective-options.js';
import { hashOf, type ImportOptions, keyed, keyOfBytes, readLabFile } from '../file/lab-file.js';
import { correctionsOf } from './corrections.js';
import type { FileReceipt } from './file-receipt.js';
import { freeNames, keepReceipt } from './keep-file.js';
import { drawProgress, reportOf } from './report.js';
import { type FileOutcome, previewFile, submitFile, unreadReceipt } from './submit-file.js';
import type { UnfinishedFiles } from './unfinished.js';

/** What is to be sent, and how. */
export interface Sending {
  readonly path: string;
  /** The path as it was written. */
  readonly shown: string;
  readonly format: LabFileFormat | undefined;
  readonly options: ImportOptions;
  /** Asks for another judgement of a file that was sent before. */
  readonly salt: string | null;
  readonly receipts: string | null;
  /** The hash of the content that was begun: the file must not have changed since. */
  readonly begunAs?: string;
}

/** Where receipt and corrections lie. */
interface Kept {
  readonly receipt: string;
  readonly corrections: string | null;
}

/** Sends files, keeps their receipts, and tells what became of each. */
export class Submitter {
  constructor(
    private readonly context: CommandContext,
    private readonly lab: LabConnection,
    private readonly unfinished: UnfinishedFiles,
    private readonly mode: { readonly isPreview: boolean; readonly isJson: boolean },
  ) {}

  /** Sends one file; gives how the command ends for it. */
  async send(sending: Sending): Promise<ExitName> {
    const { lab, context, unfinished, mode } = this;
    const { path } = sending;
    if (!mode.isPreview) requireWritable(sending.receipts ?? dirname(path));
    let outcome: FileOutcome;
    try {
      outcome = await this.#outcomeOf(sending);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const unread = { name: basename(path), key: existsSync(path) ? keyOfBytes(path) : null };
      outcome = unreadReceipt(unread, lab.url, error, context.language);
    }
    const isOpen = outcome.exit === 'NOT_REACHABLE' || outcome.exit === 'KEY_REFUSED';
    const keeping = mode.isPreview || isOpen ? null : await this.#keep(sending, outcome.receipt);
    // What could not be fetched is fetched by --resume.
    if (!mode.isPreview && !isOpen && !keeping?.isPartial) unfinished.end({ path, platform: lab.url });
    this.#tell(sending.shown, outcome, keeping?.kept ?? null);
    return outcome.exit;
  }

  async #outcomeOf({ path, format, options, salt, receipts, begunAs }: Sending): Promise<FileOutcome> {
    const { lab, context, unfinished, mode } = this;
    const read = readLabFile(path, format);
    const contentHash = hashOf([read.text]);
    if (begunAs !== undefined && begunAs !== contentHash) throw changed();
    const platform = lab.url;
    if (!mode.isPreview) {
      const startedAt = new Date().toISOString();
      unfinished.begin({
        path,
        format: read.format,
        options,
        salt,
        platform,
        receipts,
        contentHash,
        startedAt,
      });
    }
    const file = keyed(read, await effectiveOptions(lab, options), salt ?? undefined);
    if (mode.isPreview) return previewFile(lab, file, context.language);
    const outcome = await submitFile(lab, file, context.language, (done, of) =>
      drawProgress(context.console, file.name, done, of),
    );
    context.console.draw('');
    return outcome;
  }

  /**
   * Keeps the receipt beside the file, or where it is wanted; none of a file that is not there. Rows to correct that
   * cannot be fetched now cost neither the receipt nor the files behind.
   */
  async #keep(
    { path, receipts }: Sending,
    receipt: FileReceipt,
  ): Promise<{ kept: Kept; isPartial: boolean } | null> {
    if (receipt.key === null) return null;
    const names = freeNames(receipts ?? dirname(path), receipt.file, receipt.key, true);
    let corrections: Awaited<ReturnType<typeof correctionsOf>> = null;
    let isPartial = false;
    try {
      corrections = await correctionsOf(this.lab, receipt);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      isPartial = true;
    }
    keepReceipt(names, receipt, corrections);
    const kept = { receipt: names.receipt, corrections: corrections === null ? null : names.corrections };
    return { kept, isPartial };
  }

  #tell(shown: string, { receipt, exit }: FileOutcome, kept: Kept | null): void {
    const { console, language } = this.context;
    if (this.mode.isJson) {
      console.print(JSON.stringify({ path: shown, exitCode: exitCodes[exit], kept, ...receipt }));
      return;
    }
    for (const line of reportOf(receipt, shown, language)) console.print(line);
    if (kept) console.print(`${{ en: 'receipt', vi: 'biên nhận' }[language]}: ${kept.receipt}`);
    if (kept?.corrections) {
      console.print(`${{ en: 'to correct and send', vi: 'sửa rồi gửi lại' }[language]}: ${kept.corrections}`);
    }
  }
}

function requireWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch {
    throw usage(
      `Receipts cannot be written to ${folder}: name another folder by --receipts`,
      `Không ghi được biên nhận vào ${folder}: chọn thư mục khác bằng --receipts`,
    );
  }
}

function changed(): Failure {
  return new Failure('FILE_UNREADABLE', 'FILE_CHANGED', {
    vi: 'Tệp đã thay đổi sau lần gửi dở. Hãy gửi lại như tệp mới (submit, không có --resume).',
    en: 'The file has changed since it was begun. Send it as a new one: submit, without --resume.',
  });
}
