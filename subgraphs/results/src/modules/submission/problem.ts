import type { Locale } from '@ketqua/platform';
import { say, type Text } from '@ketqua/platform';

/** What is wrong with a field of a row. Kept as code and field; the words come from the catalogue. */
export interface Problem {
  /** The path within TestResultInput, as `patient.dateOfBirth`; empty for the row as a whole. */
  readonly field: string;
  readonly code: ProblemCode;
}

interface Wording {
  readonly message: Text;
  readonly hint: Text;
  /** Told about a row that is accepted all the same. */
  readonly isWarning?: true;
}

const wordings = {
  BLANK_ROW: {
    message: { vi: 'Dòng trống.', en: 'The row is blank.' },
    hint: { vi: 'Xóa dòng này hoặc điền đủ thông tin.', en: 'Delete the row or fill it in.' },
  },
  REQUIRED: {
    message: { vi: 'Thiếu giá trị bắt buộc.', en: 'A required value is missing.' },
    hint: { vi: 'Điền giá trị rồi gửi lại dòng này.', en: 'Fill it in and send this row again.' },
  },
  TOO_LONG: {
    message: { vi: 'Giá trị quá dài.', en: 'The value is too long.' },
    hint: {
      vi: 'Tên tối đa 150 ký tự, các mã tối đa 100 ký tự.',
      en: 'A name has at most 150 characters, a code at most 100.',
    },
  },
  INVALID_CHARACTERS: {
    message: { vi: 'Có ký tự không được phép.', en: 'There are characters that are not allowed.' },
    hint: { vi: 'Bỏ ký tự điều khiển và xuống dòng.', en: 'Remove control characters and line breaks.' },
  },
  INVALID_VALUE: {
    message: { vi: 'Giá trị không có trong danh mục.', en: 'The value is not one of those allowed.' },
    hint: { vi: 'Xem danh mục giá trị trong tài liệu.', en: 'See the list of values in the documentation.' },
  },
  INVALID_OUTCOME: {
    message: { vi: 'Kết quả không hợp lệ.', en: 'The outcome is not one that we know.' },
    hint: {
      vi: 'Dùng DETECTED, NOT_DETECTED, INCONCLUSIVE hoặc INVALID.',
      en: 'Use DETECTED, NOT_DETECTED, INCONCLUSIVE or INVALID.',
    },
  },
  INVALID_STATUS: {
    message: { vi: 'Trạng thái không hợp lệ.', en: 'The status is not one that we know.' },
    hint: {
      vi: 'Dùng trạng thái FHIR, ví dụ FINAL, PRELIMINARY, CORRECTED.',
      en: 'Use a FHIR status, as FINAL, PRELIMINARY, CORRECTED.',
    },
  },
  INVALID_DATE: {
    message: {
      vi: 'Không phải là một ngày có thật theo định dạng đã chọn.',
      en: 'This is not a date that exists in the given format.',
    },
    hint: {
      vi: 'Viết như 1970-11-19, hoặc 1970, hoặc 1970-11.',
      en: 'Write 1970-11-19, or 1970, or 1970-11.',
    },
  },
  IMPOSSIBLE_BIRTH_DATE: {
    message: { vi: 'Ngày sinh không thể có.', en: 'Nobody can be born on this date.' },
    hint: {
      vi: 'Ngày sinh phải từ 130 năm trước đến hôm nay.',
      en: 'A birth date lies between 130 years ago and today.',
    },
  },
  INVALID_TIME: {
    message: { vi: 'Không phải là một thời điểm hợp lệ.', en: 'This is not a time.' },
    hint: { vi: 'Viết như 2021-07-12T09:30:00+07:00.', en: 'Write 2021-07-12T09:30:00+07:00.' },
  },
  TIME_WITHOUT_OFFSET: {
    message: { vi: 'Thời điểm thiếu múi giờ.', en: 'The time has no offset.' },
    hint: {
      vi: 'Thêm múi giờ, ví dụ +07:00, hoặc gửi kèm timeZone.',
      en: 'Add the offset, as +07:00, or give timeZone with the file.',
    },
  },
  TIME_IN_FUTURE: {
    message: { vi: 'Thời điểm ở tương lai.', en: 'The time lies in the future.' },
    hint: { vi: 'Kiểm tra ngày, giờ và múi giờ.', en: 'Check the date, the clock and the offset.' },
  },
  RESULT_BEFORE_COLLECTION: {
    message: { vi: 'Có kết quả trước khi lấy mẫu.', en: 'The result is earlier than the collection.' },
    hint: { vi: 'Kiểm tra hai thời điểm.', en: 'Check both times.' },
  },
  INVALID_PHONE: {
    message: { vi: 'Không phải số điện thoại.', en: 'This is not a phone number.' },
    hint: { vi: 'Viết như +84901234567, hoặc để trống.', en: 'Write +84901234567, or leave it empty.' },
  },
  INVALID_NATIONAL_ID: {
    message: { vi: 'Không phải số giấy tờ.', en: 'This is not an identity number.' },
    hint: {
      vi: 'CCCD có 12 chữ số; hộ chiếu chỉ gồm chữ và số.',
      en: 'A CCCD has 12 digits; a passport letters and digits only.',
    },
  },
  NATIONAL_ID_DIFFERS: {
    message: {
      vi: 'Số CCCD không khớp năm sinh hoặc giới tính.',
      en: 'The CCCD disagrees with birth year or sex.',
    },
    hint: {
      vi: 'Dòng vẫn được nhận; số này không dùng để ghép hồ sơ. Kiểm tra lại.',
      en: 'The row is accepted; the number is not used to join records. Check it.',
    },
    isWarning: true,
  },
  INVALID_TEST_CODE: {
    message: { vi: 'Không phải mã LOINC.', en: 'This is not a LOINC code.' },
    hint: {
      vi: 'Mã LOINC có số kiểm tra, ví dụ 94500-6.',
      en: 'A LOINC code has a check digit, as 94500-6.',
    },
  },
  UNKNOWN_TEST_CODE: {
    message: { vi: 'Chưa biết xét nghiệm này.', en: 'We do not know this test yet.' },
    hint: {
      vi: 'Gửi kèm test.method và disease (SNOMED).',
      en: 'Send test.method and disease (SNOMED) with it.',
    },
  },
  INVALID_DISEASE: {
    message: { vi: 'Không phải mã SNOMED CT.', en: 'This is not a SNOMED CT code.' },
    hint: { vi: 'Ví dụ 840539006 cho COVID-19.', en: 'For COVID-19 it is 840539006.' },
  },
  DISEASE_DIFFERS: {
    message: { vi: 'Bệnh không khớp mã xét nghiệm.', en: 'The disease does not fit the test code.' },
    hint: {
      vi: 'Bỏ trống disease hoặc sửa mã xét nghiệm.',
      en: 'Leave disease empty or mend the test code.',
    },
  },
  METHOD_DIFFERS: {
    message: { vi: 'Phương pháp không khớp mã xét nghiệm.', en: 'The method does not fit the test code.' },
    hint: {
      vi: 'Bỏ trống test.method hoặc sửa mã xét nghiệm.',
      en: 'Leave test.method empty or mend the test code.',
    },
  },
  CONFLICTS_WITH_STORED: {
    message: { vi: 'Đã có kết quả này với nội dung khác.', en: 'This result is stored with other facts.' },
    hint: {
      vi: 'Dùng correctResult, hoặc gửi lại với trạng thái CORRECTED.',
      en: 'Use correctResult, or send it with status CORRECTED.',
    },
  },
  OTHER_PATIENT: {
    message: { vi: 'Đã có kết quả này cho người khác.', en: 'This result is stored for another patient.' },
    hint: {
      vi: 'Hủy kết quả sai (cancelResult) rồi gửi lại với mã mẫu mới.',
      en: 'Withdraw the wrong one (cancelResult) and submit it under a new accession number.',
    },
  },
  STATUS_CANNOT_FOLLOW: {
    message: {
      vi: 'Trạng thái này không thể theo sau trạng thái đã lưu.',
      en: 'This status cannot follow the stored one.',
    },
    hint: {
      vi: 'Xem bảng chuyển trạng thái trong tài liệu.',
      en: 'See the table of transitions in the documentation.',
    },
  },
  MALFORMED_LINE: {
    message: { vi: 'Dòng không đúng định dạng tệp.', en: 'The line does not fit the format of the file.' },
    hint: { vi: 'Kiểm tra số cột và dấu ngoặc kép.', en: 'Check the number of columns and the quotes.' },
  },
} as const satisfies Record<string, Wording>;

export type ProblemCode = keyof typeof wordings;

/** The words for a problem, in the reader's language. */
export function wordingOf(code: ProblemCode, locale: Locale): { message: string; hint: string } {
  const { message, hint } = wordings[code];
  return { message: say(locale, message), hint: say(locale, hint) };
}

/** Whether a row with this problem is refused. */
export function isFatal({ code }: Problem): boolean {
  const wording: Wording = wordings[code];
  return !wording.isWarning;
}
