import type { Console, Language } from '../console/console.js';
import type { FileReceipt, RowReceipt } from './file-receipt.js';

const shownProblems = 200;

/** The lines that tell what became of a file: a summary, then a line for each problem. */
export function reportOf(receipt: FileReceipt, path: string, language: Language): string[] {
  const problems = receipt.rows.flatMap((row) => problemLines(row, path));
  const more = problems.length - shownProblems;
  return [
    ...(receipt.error ? [errorLine(receipt, path)] : []),
    ...(receipt.error && receipt.rowCount === 0 ? [] : [`${path}: ${summaryOf(receipt, language)}`]),
    ...problems.slice(0, shownProblems),
    ...(more > 0 ? [inLanguage[language].more(more)] : []),
  ];
}

/** How many rows of each kind, in words. */
export function summaryOf(receipt: FileReceipt, language: Language): string {
  const words = inLanguage[language];
  const { accepted, duplicates, rejected, rowCount, isPreview } = receipt;
  return (isPreview ? words.preview : words.sent)(rowCount, accepted, duplicates, rejected);
}

/** `FILE:LINE accession field CODE message hint` */
function problemLines({ line, accessionNumber, problems }: RowReceipt, path: string): string[] {
  return problems.map(({ field, code, message, hint }) =>
    [`${path}:${line ?? '-'}`, plain(accessionNumber ?? '-'), field || '-', code, message, hint].join('  '),
  );
}

function errorLine({ error }: FileReceipt, path: string): string {
  const place = error!.line === null ? path : `${path}:${error!.line}`;
  return `${place}  ${error!.code}  ${error!.message}`;
}

/** A text of a file may hold what a terminal would obey. */
function plain(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '·');
}

const inLanguage = {
  en: {
    sent: (rows: number, accepted: number, duplicates: number, rejected: number) =>
      `${rows} rows: ${accepted} accepted, ${duplicates} duplicates, ${rejected} rejected`,
    preview: (rows: number, accepted: number, duplicates: number, rejected: number) =>
      `${rows} rows, nothing stored: ${accepted} would be accepted, ${duplicates} are duplicates, ${rejected} would be rejected`,
    more: (count: number) => `… ${count} more problems: the receipt has them all`,
  },
  vi: {
    sent: (rows: number, accepted: number, duplicates: number, rejected: number) =>
      `${rows} dòng: ${accepted} được nhận, ${duplicates} trùng, ${rejected} bị từ chối`,
    preview: (rows: number, accepted: number, duplicates: number, rejected: number) =>
      `${rows} dòng, chưa lưu gì: ${accepted} sẽ được nhận, ${duplicates} trùng, ${rejected} sẽ bị từ chối`,
    more: (count: number) => `… còn ${count} lỗi: xem đủ trong biên nhận`,
  },
} as const satisfies Record<Language, unknown>;

const barWidth = 24;

/** Draws `results.csv [######------]  6,000 / 12,000   50 %` over the present line. */
export function drawProgress(console: Console, name: string, done: number, of: number): void {
  const share = of === 0 ? 0 : Math.min(1, done / of);
  const filled = Math.round(share * barWidth);
  const bar = `${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}`;
  const count = (value: number) => value.toLocaleString('en');
  console.draw(`${name} [${bar}]  ${count(done)} / ${count(of)}  ${Math.round(share * 100)} %`);
}
