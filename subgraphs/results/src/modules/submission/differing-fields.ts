import { isDeepStrictEqual } from 'node:util';
import type { CanonicalResult, ReportedPatient } from './canonical-result.js';

type Fact = Exclude<keyof CanonicalResult, 'status' | 'patient' | 'restsOnStored'>;

/** Each fact and the field that a lab sends it in, the most telling first. */
const fieldsOfFacts = {
  outcome: 'outcome',
  specimenCollectedAt: 'specimenCollectedAt',
  resultedAt: 'resultedAt',
  method: 'test.method',
  deviceId: 'test.deviceId',
  testName: 'test.name',
  disease: 'disease',
  specimenKind: 'specimen.kind',
  specimenPurpose: 'specimen.purpose',
  runId: 'run.id',
  instrument: 'run.instrument',
  kitLot: 'run.kitLot',
  accessionNumber: 'accessionNumber',
  testCode: 'test.code',
  subId: 'test.subId',
} as const satisfies Record<Fact, string>;

const patientFields = [
  'fullName',
  'familyName',
  'givenNames',
  'dateOfBirth',
  'sex',
  'nationalId',
  'phone',
] as const satisfies (keyof ReportedPatient)[];

/** The fields (as `TestResultInput` names them) in which a row says something else than what is stored. */
export function differingFields(stored: CanonicalResult, sent: CanonicalResult): string[] {
  const facts = Object.entries(fieldsOfFacts)
    .filter(([fact]) => !isDeepStrictEqual(stored[fact as Fact], sent[fact as Fact]))
    .map(([, field]) => field);
  const patient = patientFields
    .filter((field) => stored.patient[field] !== sent.patient[field])
    .map((field) => `patient.${field}`);
  return [...facts, ...patient];
}
