import { type CommandContext, connectionOptions, labConnection, optionsIn } from '../command.js';
import { queries } from '../connection/documents.js';
import type { Console, Language } from '../console/console.js';
import type { ExitName } from '../console/exit-code.js';
import { type UnfinishedFile, UnfinishedFiles } from '../submit/unfinished.js';

interface Submission {
  readonly id: string;
  /** Null once its 30 days are over. */
  readonly idempotencyKey: string | null;
  readonly state: string;
  readonly rowCount: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly receivedAt: string;
}

interface LabState {
  readonly ownLab: {
    readonly code: string;
    readonly name: string;
    readonly sync: {
      readonly status: string;
      readonly lastSyncedAt: string | null;
      readonly dueAt: string | null;
      readonly resultsLastHour: number | null;
    } | null;
  } | null;
  readonly submissions: { readonly edges: readonly { readonly node: Submission }[] };
}

const statusOptions = { ...connectionOptions, json: { type: 'boolean' } } as const;

/** `ketqua status`: the laboratory, whether it is on time, its last submissions, and what is unfinished here. */
export async function statusCommand(context: CommandContext, args: readonly string[]): Promise<ExitName> {
  const { values } = optionsIn(args, statusOptions);
  const lab = labConnection(context, values, { patience: { total: 20_000, longest: 5_000 } });
  const { ownLab, submissions } = await lab.ask<LabState>(queries.labState, { first: 10 });
  const unfinished = new UnfinishedFiles(context.environment.stateFolder).all();
  const last = submissions.edges.map(({ node }) => node);
  if (values.json) {
    context.console.print(JSON.stringify({ platform: lab.url, lab: ownLab, submissions: last, unfinished }));
    return 'DONE';
  }
  tellLab(context.console, context.language, ownLab, lab.url);
  tellSubmissions(context.console, context.language, last);
  tellUnfinished(context.console, context.language, unfinished);
  return 'DONE';
}

function tellLab({ print }: Console, language: Language, lab: LabState['ownLab'], url: string): void {
  const words = inLanguage[language];
  print(`${words.lab}  ${lab ? `${lab.code}  ${lab.name}` : '-'}`);
  print(`${words.platform}  ${url}`);
  const { status, lastSyncedAt, dueAt, resultsLastHour } = lab?.sync ?? {};
  if (!status) return;
  print(`${words.sync}  ${words.statuses[status as keyof typeof words.statuses] ?? status}`);
  print(`${words.last}  ${lastSyncedAt ? clock(lastSyncedAt) : words.never}`);
  print(`${words.due}  ${dueAt ? clock(dueAt) : '-'}`);
  print(`${words.lastHour}  ${resultsLastHour ?? 0}`);
}

function tellSubmissions({ print }: Console, language: Language, submissions: readonly Submission[]): void {
  const words = inLanguage[language];
  print('');
  print(submissions.length ? words.submissions : words.none);
  for (const { receivedAt, state, rowCount, accepted, duplicates, rejected, id } of submissions) {
    const counts = [rowCount, accepted, duplicates, rejected]
      .map((count) => String(count).padStart(8))
      .join('');
    print(`${clock(receivedAt)}  ${state.padEnd(10)}${counts}  ${id}`);
  }
}

function tellUnfinished({ print }: Console, language: Language, unfinished: readonly UnfinishedFile[]): void {
  if (!unfinished.length) return;
  print('');
  print(inLanguage[language].unfinished);
  for (const { startedAt, path } of unfinished) print(`${clock(startedAt)}  ${path}`);
}

/** A time as the clock of this machine shows it, with its offset. */
function clock(time: string): string {
  const at = new Date(time);
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  const offset = -at.getTimezoneOffset();
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = two(Math.floor(Math.abs(offset) / 60));
  return `${local.replace('T', ' ')} ${offset < 0 ? '-' : '+'}${hours}:${two(Math.abs(offset) % 60)}`;
}

const inLanguage = {
  en: {
    lab: 'laboratory       ',
    platform: 'platform         ',
    sync: 'sync             ',
    last: 'last heard of    ',
    due: 'due              ',
    lastHour: 'results last hour',
    never: 'never',
    statuses: { ON_TIME: 'ON_TIME', LATE: 'LATE', SILENT: 'SILENT' },
    submissions: 'received                    state         rows    accepted  duplic. rejected  submission',
    none: 'No submission yet.',
    unfinished: 'Unfinished here (ketqua submit --resume goes on):',
  },
  vi: {
    lab: 'phòng xét nghiệm ',
    platform: 'hệ thống         ',
    sync: 'đồng bộ          ',
    last: 'lần gửi cuối     ',
    due: 'hạn tiếp theo    ',
    lastHour: 'kết quả giờ qua  ',
    never: 'chưa bao giờ',
    statuses: { ON_TIME: 'đúng hạn', LATE: 'trễ', SILENT: 'im lặng' },
    submissions: 'nhận lúc                    trạng thái    dòng    nhận    trùng   từ chối  mã',
    none: 'Chưa gửi lần nào.',
    unfinished: 'Còn dở dang trên máy này (ketqua submit --resume để gửi tiếp):',
  },
} as const;
