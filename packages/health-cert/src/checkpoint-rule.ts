import type { CertLogicExpression } from 'certlogic-js';

/** The kind of certificate that a rule is for; General means all. */
export type RuleCertificateType = 'General' | 'Test' | 'Vaccination' | 'Recovery';

/** A rule of a checkpoint: the DCC validation rule (DCC Validation Rules 1.02) in the fields that we need. */
export interface CheckpointRule {
  /** Identifier, for example TR-VN-0001. */
  readonly id: string;
  /** What the officer reads. */
  readonly description: { readonly vi: string; readonly en: string };
  /** CertLogic over `payload` (the certificate) and `external` (clock, result time, value sets). */
  readonly logic: CertLogicExpression;
  /** Absent means General. */
  readonly certificateType?: RuleCertificateType;
  /** Semantic version; of several in force the highest counts. */
  readonly version?: string;
  /** ISO 8601: the first and last moment of effect. */
  readonly validFrom?: string;
  readonly validTo?: string;
}

/** A rule as EU countries publish it, in the fields that are read. */
export interface PublishedDccRule {
  readonly Identifier: string;
  readonly Version: string;
  readonly CertificateType: string;
  readonly Description: readonly { readonly lang: string; readonly desc: string }[];
  readonly ValidFrom: string;
  readonly ValidTo: string;
  readonly Logic: CertLogicExpression;
}

/** Turns a published DCC rule into a checkpoint rule; English stands in where a language is missing. */
export function checkpointRuleFrom(rule: PublishedDccRule): CheckpointRule {
  const text = (lang: string) => rule.Description.find((description) => description.lang === lang)?.desc;
  const en = text('en') ?? rule.Description[0]?.desc ?? rule.Identifier;
  return {
    id: rule.Identifier,
    description: { vi: text('vi') ?? en, en },
    logic: rule.Logic,
    certificateType: rule.CertificateType as RuleCertificateType,
    version: rule.Version,
    validFrom: rule.ValidFrom,
    validTo: rule.ValidTo,
  };
}

/**
 * The rules of a checkpoint that asks for a COVID-19 test, not detected, with a specimen collected at most 72
 * hours ago. Both are General, so a certificate without a test fails them instead of slipping past; a specimen
 * that is still to be collected fails.
 */
export const notDetectedWithin72Hours: readonly CheckpointRule[] = [
  {
    id: 'TR-VN-0001',
    version: '1.0.0',
    certificateType: 'General',
    description: {
      vi: 'Kết quả xét nghiệm COVID-19 phải là không phát hiện.',
      en: 'The COVID-19 test result must be not detected.',
    },
    logic: {
      and: [
        { '===': [{ var: 'payload.t.0.tg' }, '840539006'] },
        { '===': [{ var: 'payload.t.0.tr' }, '260415000'] },
      ],
    },
  },
  {
    id: 'TR-VN-0002',
    version: '1.0.0',
    certificateType: 'General',
    description: {
      vi: 'Mẫu phải được lấy trong vòng 72 giờ trước khi kiểm tra.',
      en: 'The specimen must have been collected within the 72 hours before the check.',
    },
    logic: {
      if: [
        { var: 'payload.t.0.sc' },
        {
          'not-after': [
            { plusTime: [{ var: 'payload.t.0.sc' }, 0, 'hour'] },
            { plusTime: [{ var: 'external.validationClock' }, 0, 'hour'] },
            { plusTime: [{ var: 'payload.t.0.sc' }, 72, 'hour'] },
          ],
        },
        false,
      ],
    },
  },
];
