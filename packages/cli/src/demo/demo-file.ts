import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The file that the demo submits, and how it writes its times. */
export interface DemoFile {
  readonly content: string;
  readonly options: { timeZone: string; dateFormat: string };
}

const source = fileURLToPath(new URL('../../data/simplereport-valid-different-results.csv', import.meta.url));
const hour = 3_600_000;
/** Asia/Ho_Chi_Minh has kept this offset since 1975. */
const vietnam = 7 * hour;

/**
 * A real upload of SimpleReport's, its dates moved so that the results are an hour old, its accession numbers made
 * fresh: sent twice it would else be a file of duplicates.
 */
export function demoFile(now = new Date()): DemoFile {
  const [header, ...lines] = readFileSync(source, 'utf8').split(/\r?\n/).filter(Boolean);
  const columns = header!.split(',');
  const resultColumn = columns.indexOf('test_result_date');
  const accessionColumn = columns.indexOf('accession_number');
  const batch = randomBytes(3).toString('hex').toUpperCase();
  const latest = Math.max(...lines.map((line) => clockOf(line.split(',')[resultColumn]!)));
  const shift = now.getTime() + vietnam - hour - latest;
  const moved = lines.map((line) => {
    const cells = line.split(',').map((cell) => (isTime(cell) ? timeAt(clockOf(cell) + shift) : cell));
    cells[accessionColumn] = `DEMO-${batch}-${cells[accessionColumn]}`;
    return cells.join(',');
  });
  return {
    content: [header, ...moved].join('\n'),
    options: { timeZone: 'Asia/Ho_Chi_Minh', dateFormat: 'M/D/YYYY' },
  };
}

const time = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2})$/;

function isTime(cell: string): boolean {
  return time.test(cell);
}

/** A clock's reading as if it were UTC, so that it can be moved. */
function clockOf(cell: string): number {
  const [, month, day, year, hours, minutes] = time.exec(cell)!.map(Number);
  return Date.UTC(year!, month! - 1, day, hours, minutes);
}

function timeAt(clock: number): string {
  const at = new Date(clock);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}
