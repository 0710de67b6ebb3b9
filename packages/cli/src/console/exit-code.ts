import type { Text } from './console.js';

/** How a command ends; scripts rely on it. `docs/laboratories.md` shows the same table. */
export const exitCodes = {
  DONE: 0,
  UNEXPECTED: 1,
  USAGE: 2,
  ROWS_REJECTED: 3,
  FILE_UNREADABLE: 4,
  KEY_REFUSED: 5,
  NOT_REACHABLE: 6,
  CONFLICT: 7,
  FOLDER_IN_USE: 8,
  NOT_JUDGED: 9,
} as const;

export type ExitName = keyof typeof exitCodes;
export type ExitCode = (typeof exitCodes)[ExitName];

/** What each exit code says. */
export const exitMeanings: Readonly<Record<ExitName, Text>> = {
  DONE: {
    vi: 'mọi dòng được nhận, hoặc đã có từ trước',
    en: 'done: every row was accepted, or was stored already',
  },
  UNEXPECTED: { vi: 'lỗi không lường trước', en: 'something unforeseen' },
  USAGE: { vi: 'lệnh viết sai', en: 'the command is written wrongly' },
  ROWS_REJECTED: {
    vi: 'có dòng bị từ chối; các dòng khác đã được lưu',
    en: 'some rows were rejected; the others are stored',
  },
  FILE_UNREADABLE: {
    vi: 'không đọc được tệp; không lưu dòng nào của tệp',
    en: 'a file cannot be read; nothing of it was stored',
  },
  KEY_REFUSED: { vi: 'thiếu khóa, hoặc khóa bị từ chối', en: 'the key is missing or was refused' },
  NOT_REACHABLE: {
    vi: 'không kết nối được với hệ thống; gửi lại là an toàn',
    en: 'the platform cannot be reached; sending again is safe',
  },
  CONFLICT: {
    vi: 'mã chống trùng đã dùng cho nội dung khác',
    en: 'the idempotency key was used for another content',
  },
  FOLDER_IN_USE: { vi: 'thư mục đang được theo dõi', en: 'the folder is watched by another process' },
  NOT_JUDGED: {
    vi: 'có dòng không thể xét; các dòng khác đã có kết luận',
    en: 'some lines could not be judged; the others were',
  },
};

/** The gravest first: how a command over several files ends. */
const gravity: readonly ExitName[] = [
  'USAGE',
  'KEY_REFUSED',
  'NOT_REACHABLE',
  'UNEXPECTED',
  'FOLDER_IN_USE',
  'CONFLICT',
  'FILE_UNREADABLE',
  'NOT_JUDGED',
  'ROWS_REJECTED',
  'DONE',
];

/** Of the ends of several files, the gravest. */
export function gravest(ends: readonly ExitName[]): ExitName {
  return gravity.find((name) => ends.includes(name)) ?? 'DONE';
}
