import { type Locale, say, type Text } from '@ketqua/platform';
import { UnreadableFileError } from '../submission-errors.js';
import { UnreadableContentError, type UnreadableReason } from './unreadable-content.js';

const reasons = {
  UNCLOSED_QUOTE: {
    vi: 'Dòng tên cột có dấu ngoặc kép mở mà không đóng. Hãy đóng ngoặc kép rồi gửi lại.',
    en: 'In the line that names the columns a quote is opened and never closed. Close it and send again.',
  },
  NO_HEADER: { vi: 'Dòng đầu phải là tên cột.', en: 'The first line must name the columns.' },
  MALFORMED: {
    vi: 'Không đọc được tệp theo định dạng đã chọn.',
    en: 'The file cannot be read as the format that was chosen.',
  },
  NOT_THIS_FORMAT: {
    vi: 'Tệp không phải định dạng đã chọn. Hãy chọn đúng CSV, HL7V2 hoặc FHIR_R4.',
    en: 'The file is not of the format that was chosen. Choose CSV, HL7V2 or FHIR_R4 as it is.',
  },
  TOO_LARGE: {
    vi: 'Tệp lớn hơn 10 MB. Hãy chia nhỏ rồi gửi lại.',
    en: 'The file is larger than 10 MB. Split it and send again.',
  },
  INVALID_OPTION: { vi: 'Tùy chọn không hợp lệ:', en: 'An option is not valid:' },
  UNKNOWN_COLUMNS: {
    vi: 'Không có cột nào là mã mẫu. Hãy dùng tệp mẫu, hoặc ánh xạ cột. Thiếu cột:',
    en: 'No column holds the accession number. Use the template, or map your columns. A column is missing:',
  },
} as const satisfies Record<UnreadableReason | 'INVALID_OPTION', Text>;

/** The answer to a file that cannot be read; `name` is an option or a column, never a value. */
export function unreadable(
  locale: Locale,
  reason: keyof typeof reasons,
  name: string | null = null,
  line: number | null = null,
): UnreadableFileError {
  const message = [say(locale, reasons[reason]), name].filter(Boolean).join(' ');
  return Object.assign(new UnreadableFileError(), { code: reason, message, line });
}

/** The answer to what reading a file threw. @throws what is not an UnreadableContentError */
export function unreadableBy(error: unknown, locale: Locale): UnreadableFileError {
  if (!(error instanceof UnreadableContentError)) throw error;
  const name = error.reason === 'UNKNOWN_COLUMNS' ? 'accessionNumber' : null;
  return unreadable(locale, error.reason, name, error.line);
}
