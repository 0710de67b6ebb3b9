import { registerEnumType } from 'type-graphql';
import catalogue from '../../data/diseases.json' with { type: 'json' };

/** What the test found. */
export enum Outcome {
  DETECTED = 'DETECTED',
  NOT_DETECTED = 'NOT_DETECTED',
  INCONCLUSIVE = 'INCONCLUSIVE',
  INVALID = 'INVALID',
}
registerEnumType(Outcome, { name: 'Outcome', description: 'What the test found.' });

/** FHIR R4 DiagnosticReport.status. */
export enum ResultStatus {
  REGISTERED = 'REGISTERED',
  PARTIAL = 'PARTIAL',
  PRELIMINARY = 'PRELIMINARY',
  FINAL = 'FINAL',
  AMENDED = 'AMENDED',
  CORRECTED = 'CORRECTED',
  APPENDED = 'APPENDED',
  CANCELLED = 'CANCELLED',
  ENTERED_IN_ERROR = 'ENTERED_IN_ERROR',
}
registerEnumType(ResultStatus, { name: 'ResultStatus', description: 'FHIR R4 DiagnosticReport.status.' });

/** How the specimen was tested. */
export enum TestMethod {
  NAAT = 'NAAT',
  RAPID_ANTIGEN = 'RAPID_ANTIGEN',
  SEROLOGY = 'SEROLOGY',
  CULTURE = 'CULTURE',
  OTHER = 'OTHER',
}
registerEnumType(TestMethod, { name: 'TestMethod', description: 'NAAT includes PCR and LAMP.' });

/** Who made a version by hand: never a name. */
export enum ChangedBy {
  LAB_KEY = 'LAB_KEY',
  LAB_STAFF = 'LAB_STAFF',
  AUTHORITY = 'AUTHORITY',
}
registerEnumType(ChangedBy, { name: 'ChangedBy', description: 'Who made a version by hand: never a name.' });

export type Sex = 'MALE' | 'FEMALE' | 'OTHER' | 'UNKNOWN';
export const sexes: readonly Sex[] = ['MALE', 'FEMALE', 'OTHER', 'UNKNOWN'];

export type SpecimenKind = 'INDIVIDUAL' | 'POOL';
export const specimenKinds: readonly SpecimenKind[] = ['INDIVIDUAL', 'POOL'];

export type SpecimenPurpose = 'SCREENING' | 'CONFIRMATORY';
export const specimenPurposes: readonly SpecimenPurpose[] = ['SCREENING', 'CONFIRMATORY'];

const diseases: Readonly<Record<string, { vi: string; en: string }>> = catalogue.diseases;

/** The disease's name for a person, or its code where we have no name. */
export function diseaseName(code: string, locale: 'vi' | 'en'): string {
  return diseases[code]?.[locale] ?? code;
}
