import { writeCsv } from './write-csv.js';

/** A column of the CSV template: a path of `TestResultInput`. */
export interface TemplateColumn {
  readonly name: string;
  readonly required: boolean;
  readonly example: string;
  readonly description: { readonly vi: string; readonly en: string };
}

function column(
  name: string,
  need: 'required' | 'optional',
  example: string,
  vi: string,
  en: string,
): TemplateColumn {
  return { name, required: need === 'required', example, description: { vi, en } };
}

/**
 * The columns of the CSV template, in its order. A name may be given whole (`patient.fullName`) or in two parts;
 * the example has it whole. Columns that are not required may be left out of a file.
 */
export const templateColumns: readonly TemplateColumn[] = [
  column(
    'accessionNumber',
    'required',
    'PX-2026-000123',
    'Mã bệnh phẩm của phòng xét nghiệm',
    'The accession number of the specimen in the laboratory',
  ),
  column(
    'patient.fullName',
    'required',
    'Nguyễn Thị Ánh',
    'Họ và tên, hoặc tách thành hai cột sau',
    'The full name; or its two parts in the next columns',
  ),
  column('patient.familyName', 'optional', '', 'Họ', 'The family name'),
  column('patient.givenNames', 'optional', '', 'Tên đệm và tên', 'Middle and given names'),
  column(
    'patient.dateOfBirth',
    'required',
    '1990-02-28',
    'Ngày sinh: NNNN-TT-NN, NNNN-TT hoặc NNNN',
    'The birth date: YYYY-MM-DD, YYYY-MM or YYYY',
  ),
  column(
    'patient.sex',
    'optional',
    'FEMALE',
    'Giới tính: MALE, FEMALE, OTHER, UNKNOWN',
    'The sex: MALE, FEMALE, OTHER, UNKNOWN',
  ),
  column(
    'patient.nationalId',
    'optional',
    '',
    'Số căn cước công dân (12 số) hoặc hộ chiếu',
    'The citizen ID (12 digits) or passport number',
  ),
  column(
    'patient.phone',
    'optional',
    '+84901234567',
    'Số điện thoại nhận kết quả',
    'The phone that the result is told to',
  ),
  column('test.code', 'required', '94531-1', 'Mã LOINC của xét nghiệm', "The test's LOINC code"),
  column(
    'test.method',
    'optional',
    'NAAT',
    'Phương pháp: NAAT, RAPID_ANTIGEN…; cần khi mã LOINC chưa được biết',
    'The method: NAAT, RAPID_ANTIGEN, …; required where the LOINC code is not known to the platform',
  ),
  column(
    'test.deviceId',
    'optional',
    '',
    'Mã thiết bị xét nghiệm nhanh (danh mục EU)',
    "The rapid test's device number (EU list)",
  ),
  column('test.name', 'optional', '', 'Tên xét nghiệm', "The test's name"),
  column(
    'test.subId',
    'optional',
    '',
    'Số thứ tự khi một bệnh phẩm có nhiều kết quả cùng mã',
    'Tells apart several results of one code and specimen',
  ),
  column(
    'disease',
    'optional',
    '840539006',
    'Mã SNOMED CT của bệnh; cần khi mã LOINC chưa được biết',
    "The disease's SNOMED CT code; required where the LOINC code is not known to the platform",
  ),
  column(
    'specimen.kind',
    'optional',
    'INDIVIDUAL',
    'Mẫu đơn INDIVIDUAL hay mẫu gộp POOL',
    'INDIVIDUAL, or POOL',
  ),
  column(
    'specimen.purpose',
    'optional',
    '',
    'Sàng lọc SCREENING hay khẳng định CONFIRMATORY',
    'SCREENING or CONFIRMATORY',
  ),
  column('run.id', 'optional', 'RUN-2026-03-02-01', 'Mã lần chạy máy', 'The run of the instrument'),
  column('run.instrument', 'optional', 'CFX96-02', 'Máy xét nghiệm', 'The instrument'),
  column('run.kitLot', 'optional', 'LOT-4471', 'Số lô sinh phẩm', 'The lot of the kit'),
  column(
    'specimenCollectedAt',
    'required',
    '2026-03-02T08:00:00+07:00',
    'Thời điểm lấy mẫu, có múi giờ',
    'When the specimen was collected, with the offset',
  ),
  column(
    'resultedAt',
    'optional',
    '2026-03-02T20:30:00+07:00',
    'Thời điểm có kết quả, có múi giờ',
    'When the result was known, with the offset',
  ),
  column(
    'outcome',
    'required',
    'NOT_DETECTED',
    'Kết quả: DETECTED, NOT_DETECTED, INCONCLUSIVE, INVALID',
    'The outcome: DETECTED, NOT_DETECTED, INCONCLUSIVE, INVALID',
  ),
  column(
    'status',
    'optional',
    'FINAL',
    'Trạng thái (FHIR DiagnosticReport); bỏ trống là FINAL',
    'The status (FHIR DiagnosticReport); FINAL where empty',
  ),
];

/** The template as a file: the header, and the example as its one row. */
export function templateCsv(): string {
  return writeCsv(
    templateColumns.map(({ name }) => name),
    [templateColumns.map(({ example }) => example)],
  );
}
