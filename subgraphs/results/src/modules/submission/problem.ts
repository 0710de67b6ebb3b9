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
  STATUS_WITHOUT_MEANING: {
    message: {
      vi: 'Trạng thái này không có nghĩa thống nhất cho một kết quả.',
      en: 'This status has no agreed meaning for a result.',
    },
    hint: {
      vi: 'Trong OBX-11 dùng F, C, A, P, X, D hoặc W; trong FHIR dùng final, corrected, cancelled…',
      en: 'In OBX-11 use F, C, A, P, X, D or W; in FHIR final, corrected, cancelled and so on.',
    },
  },
  CONTRADICTORY_OUTCOME: {
    message: {
      vi: 'Mã và chữ của kết quả mâu thuẫn nhau.',
      en: 'The codes and words of the outcome contradict each other.',
    },
    hint: {
      vi: 'Kiểm tra giá trị kết quả (OBX-5, valueCodeableConcept) rồi gửi lại.',
      en: 'Check the value (OBX-5, valueCodeableConcept) and send it again.',
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
      vi: 'Dùng correctResult; nếu chưa đính chính lần nào thì cũng có thể gửi lại với trạng thái CORRECTED.',
      en: 'Use correctResult; where it was never corrected, it may also be sent with status CORRECTED.',
    },
  },
  CONFLICTS_WITH_EARLIER_ROW: {
    message: {
      vi: 'Một dòng trước trong cùng lần gửi có kết quả này với nội dung khác.',
      en: 'An earlier row of this submission has this result with other facts.',
    },
    hint: {
      vi: 'Dòng trước (duplicateOf) đã được lưu. Xem dòng nào đúng; nếu là dòng này thì dùng correctResult.',
      en: 'The earlier row (duplicateOf) is stored. See which is right; if it is this one, use correctResult.',
    },
  },
  OTHER_PATIENT: {
    message: { vi: 'Đã có kết quả này cho người khác.', en: 'This result is stored for another patient.' },
    hint: {
      vi: 'Hủy kết quả sai (cancelResult) rồi gửi lại với mã mẫu mới.',
      en: 'Withdraw the wrong one (cancelResult) and submit it under a new accession number.',
    },
  },
  NOTHING_TO_FINALISE: {
    message: {
      vi: 'Chưa có kết quả nào để xác nhận là cuối cùng.',
      en: 'No outcome is stored that this could make final.',
    },
    hint: {
      vi: 'Gửi lại với kết quả đầy đủ, hoặc kiểm tra mã mẫu và mã xét nghiệm.',
      en: 'Send it with its outcome, or check the accession number and the test code.',
    },
  },
  NOTHING_TO_WITHDRAW: {
    message: { vi: 'Không có kết quả này để hủy.', en: 'No such result is stored that could be withdrawn.' },
    hint: {
      vi: 'Kiểm tra mã mẫu, mã xét nghiệm và subId. Kết quả chưa từng gửi thì không cần hủy.',
      en: 'Check accession number, test code and subId. What was never sent need not be withdrawn.',
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
    hint: {
      vi: 'Kiểm tra số cột, dấu ngoặc kép hoặc phân đoạn.',
      en: 'Check the number of columns, the quotes or the segment.',
    },
  },
  BROKEN_QUOTE: {
    message: {
      vi: 'Có dấu ngoặc kép mở mà không đóng, hoặc đóng giữa ô.',
      en: 'A quote is opened and never closed, or closed in the midst of a cell.',
    },
    hint: {
      vi: 'Đóng dấu ngoặc kép; trong ô có ngoặc kép thì viết hai dấu liền nhau.',
      en: 'Close the quote; a quote within a cell is written twice.',
    },
  },
  NOT_A_RESULT_MESSAGE: {
    message: { vi: 'Bản tin này không phải là bản tin kết quả.', en: 'This message is not one of results.' },
    hint: {
      vi: 'Gửi ORU^R01 (HL7 v2) hoặc DiagnosticReport (FHIR R4).',
      en: 'Send ORU^R01 (HL7 v2), or a DiagnosticReport (FHIR R4).',
    },
  },
  NO_RESULT: {
    message: {
      vi: 'Phiếu không có kết quả chung của xét nghiệm.',
      en: 'The report holds no overall result of a test.',
    },
    hint: {
      vi: 'Gửi kết luận chung; giá trị Ct và từng gen đích không phải là kết quả.',
      en: 'Send the overall interpretation; Ct values and single gene targets are none.',
    },
  },
  WITHOUT_REPORT: {
    message: {
      vi: 'Không có DiagnosticReport nào nêu Observation này.',
      en: 'No DiagnosticReport names this Observation.',
    },
    hint: {
      vi: 'Gửi DiagnosticReport với result trỏ đến Observation.',
      en: 'Send the DiagnosticReport whose result refers to it.',
    },
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
