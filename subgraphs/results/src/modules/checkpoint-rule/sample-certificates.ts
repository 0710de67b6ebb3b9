import {
  buildTestCertificate,
  COVID_19,
  type DigitalCovidCertificate,
  TEST_TYPE_NAAT,
  TEST_TYPE_RAPID_ANTIGEN,
} from '@ketqua/health-cert';
import type { Text } from '@ketqua/platform';

/** A certificate of nobody, to see what rules make of it. */
export interface SampleCertificate {
  readonly id: string;
  readonly description: Text;
  readonly certificate: DigitalCovidCertificate;
  readonly outcome?: 'DETECTED' | 'NOT_DETECTED';
  readonly resultedAt?: Date;
}

const hour = 3_600_000;
const year = 365.25 * 24 * hour;

/** The samples as they are at a moment: PCR and antigen of several ages, detected, a child, and without a result time. */
export function sampleCertificates(at: Date): SampleCertificate[] {
  const before = (milliseconds: number) => new Date(at.getTime() - milliseconds);
  const test = (
    id: string,
    description: Text,
    {
      hours,
      type = TEST_TYPE_NAAT,
      outcome = 'NOT_DETECTED',
      age = 30,
      hasResultTime = true,
    }: {
      hours: number;
      type?: 'LP6464-4' | 'LP217198-3';
      outcome?: 'DETECTED' | 'NOT_DETECTED';
      age?: number;
      hasResultTime?: boolean;
    },
  ): SampleCertificate => ({
    id,
    description,
    outcome,
    certificate: buildTestCertificate({
      uvci: 'URN:UVCI:01:VN:KETQUA:SAMPLE',
      country: 'VN',
      issuer: 'Ketqua',
      fullName: 'Nguyễn Văn Mẫu',
      dateOfBirth: before(age * year)
        .toISOString()
        .slice(0, 10),
      disease: COVID_19,
      testType: type,
      ...(type === TEST_TYPE_NAAT ? { testName: 'RT-PCR' } : { deviceId: '1232' }),
      outcome,
      specimenCollectedAt: before(hours * hour).toISOString(),
    }),
    // The laboratory needs six hours.
    ...(hasResultTime && { resultedAt: before(Math.max(0, hours - 6) * hour) }),
  });
  const antigen = TEST_TYPE_RAPID_ANTIGEN;
  return [
    test('PCR_12H', { vi: 'PCR, lấy mẫu 12 giờ trước', en: 'PCR, collected 12 hours ago' }, { hours: 12 }),
    test('PCR_50H', { vi: 'PCR, lấy mẫu 50 giờ trước', en: 'PCR, collected 50 hours ago' }, { hours: 50 }),
    test(
      'PCR_75H',
      {
        vi: 'PCR, lấy mẫu 75 giờ trước, có kết quả 69 giờ trước',
        en: 'PCR, collected 75 hours ago, resulted 69 hours ago',
      },
      { hours: 75 },
    ),
    test('PCR_6D', { vi: 'PCR, lấy mẫu 6 ngày trước', en: 'PCR, collected 6 days ago' }, { hours: 144 }),
    test('PCR_9D', { vi: 'PCR, lấy mẫu 9 ngày trước', en: 'PCR, collected 9 days ago' }, { hours: 216 }),
    test(
      'RAT_12H',
      { vi: 'Kháng nguyên, lấy mẫu 12 giờ trước', en: 'Antigen, collected 12 hours ago' },
      { hours: 12, type: antigen },
    ),
    test(
      'RAT_30H',
      { vi: 'Kháng nguyên, lấy mẫu 30 giờ trước', en: 'Antigen, collected 30 hours ago' },
      { hours: 30, type: antigen },
    ),
    test(
      'PCR_DETECTED',
      { vi: 'PCR, phát hiện, lấy mẫu 12 giờ trước', en: 'PCR, detected, collected 12 hours ago' },
      { hours: 12, outcome: 'DETECTED' },
    ),
    test(
      'CHILD_9D',
      { vi: 'Trẻ 1 tuổi, PCR, lấy mẫu 9 ngày trước', en: 'A child of 1 year, PCR, collected 9 days ago' },
      { hours: 216, age: 1 },
    ),
    test(
      'FOREIGN_12H',
      {
        vi: 'PCR của nước khác, không có giờ kết quả, lấy mẫu 12 giờ trước',
        en: 'PCR of another country, without the time of the result, collected 12 hours ago',
      },
      { hours: 12, hasResultTime: false },
    ),
    test(
      'FUTURE',
      { vi: 'PCR, giờ lấy mẫu 3 giờ sau lúc này', en: 'PCR, collected 3 hours from now' },
      { hours: -3, hasResultTime: false },
    ),
  ];
}
