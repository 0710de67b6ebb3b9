/** The EU Digital COVID Certificate, schema 1.3.3 (eu-dcc-schema), under its own short field names. */
export interface DigitalCovidCertificate {
  /** Schema version. */
  readonly ver: string;
  readonly nam: PersonName;
  /** Date of birth: YYYY, YYYY-MM, YYYY-MM-DD, or empty where unknown. */
  readonly dob: string;
  /** One vaccination, or one test, or one recovery: exactly one group is present. */
  readonly v?: readonly VaccinationEntry[];
  readonly t?: readonly TestEntry[];
  readonly r?: readonly RecoveryEntry[];
}

/** The groups of a certificate: test, vaccination, recovery. */
export type CertificateGroup = 't' | 'v' | 'r';

/** A name as written (`fn`, `gn`) and transliterated by ICAO 9303 (`fnt`, `gnt`). */
export interface PersonName {
  readonly fn?: string;
  readonly fnt?: string;
  readonly gn?: string;
  readonly gnt?: string;
}

/** A test: `tg` disease, `tt` type, `nm` NAAT name, `ma` rapid test device, `sc` collected, `tr` result. */
export interface TestEntry {
  readonly tg: string;
  readonly tt: string;
  readonly nm?: string;
  readonly ma?: string;
  readonly sc: string;
  readonly tr: string;
  readonly tc?: string;
  readonly co: string;
  readonly is: string;
  readonly ci: string;
}

/** A vaccination: `vp` prophylaxis, `mp` product, `ma` holder, `dn` of `sd` doses, `dt` date. */
export interface VaccinationEntry {
  readonly tg: string;
  readonly vp: string;
  readonly mp: string;
  readonly ma: string;
  readonly dn: number;
  readonly sd: number;
  readonly dt: string;
  readonly co: string;
  readonly is: string;
  readonly ci: string;
}

/** A recovery: `fr` first positive test, `df` and `du` the first and last day of validity. */
export interface RecoveryEntry {
  readonly tg: string;
  readonly fr: string;
  readonly df: string;
  readonly du: string;
  readonly co: string;
  readonly is: string;
  readonly ci: string;
}

/** Codes of a test entry: SNOMED CT for disease and result, LOINC for the type of test. */
export const COVID_19 = '840539006';
export const TEST_TYPE_NAAT = 'LP6464-4';
export const TEST_TYPE_RAPID_ANTIGEN = 'LP217198-3';
export const RESULT_DETECTED = '260373001';
export const RESULT_NOT_DETECTED = '260415000';
