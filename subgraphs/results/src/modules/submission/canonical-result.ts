import type {
  Outcome,
  ResultStatus,
  Sex,
  SpecimenKind,
  SpecimenPurpose,
  TestMethod,
} from '../test-result/test-result.vocabulary.js';

/** A patient as a lab reported them, judged. Texts are NFC. */
export interface ReportedPatient {
  readonly fullName: string;
  readonly familyName: string | null;
  readonly givenNames: string | null;
  /** YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly dateOfBirth: string;
  readonly sex: Sex;
  readonly nationalId: string | null;
  /** Whether the ID's own digits agree with birth year and sex: only then does it join rows to a person. */
  readonly isNationalIdConsistent: boolean;
  /** E.164. */
  readonly phone: string | null;
}

/** One accepted row: what every format is mapped to. */
export interface CanonicalResult {
  readonly accessionNumber: string;
  readonly testCode: string;
  readonly subId: string;
  readonly testName: string | null;
  readonly method: TestMethod;
  readonly deviceId: string | null;
  readonly disease: string;
  readonly outcome: Outcome | null;
  readonly status: ResultStatus;
  readonly specimenKind: SpecimenKind;
  readonly specimenPurpose: SpecimenPurpose | null;
  readonly runId: string | null;
  readonly instrument: string | null;
  readonly kitLot: string | null;
  readonly specimenCollectedAt: Date;
  readonly resultedAt: Date | null;
  readonly patient: ReportedPatient;
  /**
   * Set where the row leaves facts to what is stored: it finalises a result without sending it again (HL7 OBX-11 U),
   * or withdraws it. Such a row is never stored by itself. `namesPatient` says whether it tells whose result it is.
   */
  readonly restsOnStored?: { readonly namesPatient: boolean };
}

/** What identifies a result within its lab, as one text. */
export function identityOf(result: Pick<CanonicalResult, 'accessionNumber' | 'testCode' | 'subId'>): string {
  return JSON.stringify([result.accessionNumber, result.testCode, result.subId]);
}
