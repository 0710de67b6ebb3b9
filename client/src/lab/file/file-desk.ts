import type { LabFileFormat } from '@ketqua/lab-file';
import type { ImportOptionsInput, PreviewImportInput } from '../../schema/lab-operations.ts';
import { correctedDateFormat, correctedFile } from '../preview/corrected-file.ts';
import type { PreviewAnswer } from '../preview/preview-file.ts';
import {
  editCell,
  type Judged,
  type Row,
  type RowTable,
  rowsToJudge,
  withJudgements,
} from '../preview/row-table.ts';
import type { Parcel } from '../sending/file-sender.ts';
import type { FileFailure } from '../sending/send-file.ts';
import { type FileRefusal, type LabFile, readLabFile } from './read-lab-file.ts';
import { optionsInput, type WritingOptions } from './writing-options.ts';

/** What lies on the desk: a file, how it is written, and what would become of its rows. */
export interface DeskState {
  file: LabFile | null;
  options: WritingOptions;
  step: 'empty' | 'reading' | 'checking' | 'unreadable' | 'checked';
  refusal: FileRefusal | null;
  failure: FileFailure | null;
  table: RowTable;
  /** How many judgements of edited rows are awaited. */
  judging: number;
}

/** The work on one file before it is sent. It is kept in memory alone. */
export interface FileDesk {
  read(): DeskState;
  subscribe(listener: () => void): () => void;
  /** Reads a file and asks what would become of it. */
  open(file: Blob & { name: string }): Promise<void>;
  /** Takes rows that are to be corrected, as the receipt gives them. */
  openText(name: string, text: string): Promise<void>;
  setFormat(format: LabFileFormat): void;
  setOptions(options: WritingOptions): void;
  /** Asks again, after the format or the options were changed. */
  check(): Promise<void>;
  edit(index: number, leaf: number, text: string): Promise<void>;
  /** Judges those rows again that were edited and have no answer yet. */
  judgePending(): Promise<void>;
  undo(): void;
  /** What is to be sent: the file as it is, or its corrected rows as the template. */
  parcel(): Parcel | null;
  clear(): void;
}

type Preview = (input: PreviewImportInput) => Promise<PreviewAnswer>;

const cleared = { file: null, step: 'empty', refusal: null, failure: null, table: [], judging: 0 } as const;

/**
 * How corrected rows are to be read: their dates and columns are the platform's own, whatever the lab saved; their
 * phones belong where those of the file did, for its format may have said so.
 */
function correctedOptions(options: WritingOptions, country: string): ImportOptionsInput {
  return { ...optionsInput(options), country, dateFormat: correctedDateFormat, mapping: [] };
}

/** Makes the desk of a page. */
export function createFileDesk(preview: Preview, startingOptions: WritingOptions): FileDesk {
  const listeners = new Set<() => void>();
  let state: DeskState = { ...cleared, options: startingOptions };
  let judged: RowTable = [];
  // What was typed since the last judging holds only once it is judged by.
  let judgedBy = startingOptions;
  let country = '';
  const become = (change: Partial<DeskState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  const check = async () => {
    const { file, options } = state;
    if (file === null) return;
    if (file.format === null) return become({ step: 'unreadable', failure: null });
    become({ step: 'checking', failure: null, table: [] });
    const { format, text: content } = file;
    const answer = await preview({ format, content, options: optionsInput(options) });
    // Meanwhile another file may lie here.
    if (state.file !== file) return;
    if ('failure' in answer) return become({ step: 'unreadable', failure: answer.failure });
    judged = answer.rows;
    judgedBy = options;
    country = answer.country;
    become({ step: 'checked', table: answer.rows });
  };
  const take = (file: LabFile | FileRefusal) => {
    if (typeof file === 'string') return become({ ...cleared, refusal: file });
    become({ ...cleared, file });
    return check();
  };
  const judgeAgain = async (rows: readonly Row[]) => {
    const { file } = state;
    become({ judging: state.judging + 1 });
    const options = correctedOptions(judgedBy, country);
    const answer = await preview({ format: 'CSV', content: correctedFile(rows), options });
    if (state.file !== file) return;
    const judging = state.judging - 1;
    if ('failure' in answer) return become({ judging, failure: answer.failure });
    const table = withJudgements(state.table, rows, answer.rows as Judged[]);
    become({ judging, failure: null, table });
  };

  return {
    read: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open: async (file) => {
      become({ ...cleared, step: 'reading' });
      await take(await readLabFile(file));
    },
    openText: async (name, text) => take({ name, text, encoding: 'UTF-8', format: 'CSV' }),
    setFormat: (format) => state.file && become({ file: { ...state.file, format } }),
    setOptions: (options) => become({ options }),
    check,
    edit: async (index, leaf, text) => {
      const before = state.table;
      const table = editCell(before, index, leaf, text.normalize('NFC').trim());
      if (table[index] === before[index]) return;
      become({ table });
      await judgeAgain(rowsToJudge(before, table, index));
    },
    judgePending: () => judgeAgain(state.table.filter(({ status }) => status === 'PENDING')),
    undo: () => become({ table: judged, failure: null }),
    parcel: () => {
      const { file, table, step } = state;
      if (!file?.format || step !== 'checked') return null;
      return table.some(({ original }) => original)
        ? { format: 'CSV', content: correctedFile(table), options: correctedOptions(judgedBy, country) }
        : { format: file.format, content: file.text, options: optionsInput(judgedBy) };
    },
    clear: () => become(cleared),
  };
}
