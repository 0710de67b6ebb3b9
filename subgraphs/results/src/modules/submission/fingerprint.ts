import { phoneIndexPurpose, readDate } from '@ketqua/platform';
import { keyRing } from '../../key-ring.js';
import { foldedName } from '../person/folded-name.js';
import type { Sex } from '../test-result/test-result.vocabulary.js';
import type { CanonicalResult, ReportedPatient } from './canonical-result.js';

/** The blind index of a phone, shared with citizens. */
export function phoneIndexOf(phone: string): Buffer {
  return keyRing.blindIndex(phoneIndexPurpose, phone);
}

/**
 * The keys by which rows join to one person: a consistent national ID with birth date and sex, and a phone with
 * birth date and full name. Without a whole birth date there is none: such a row is a person of its own.
 */
export function personKeysOf(patient: ReportedPatient): Buffer[] {
  if (!readDate(patient.dateOfBirth)) return [];
  const keys: Buffer[] = [];
  if (patient.nationalId && patient.isNationalIdConsistent) {
    const identity = ['id', patient.nationalId, patient.dateOfBirth, patient.sex];
    keys.push(keyRing.blindIndex('person-key', JSON.stringify(identity)));
  }
  if (patient.phone) {
    const family = ['phone', patient.phone, patient.dateOfBirth, foldedName(patient.fullName)];
    keys.push(keyRing.blindIndex('person-key', JSON.stringify(family)));
  }
  return keys;
}

/** The keys that a person of this ID and birth date has, whatever sex was recorded. */
export function nationalIdKeys(nationalId: string, dateOfBirth: string): Buffer[] {
  const sexes: Sex[] = ['MALE', 'FEMALE', 'OTHER', 'UNKNOWN'];
  return sexes.map((sex) =>
    keyRing.blindIndex('person-key', JSON.stringify(['id', nationalId, dateOfBirth, sex])),
  );
}

/** A hash of who the patient is: another one under the same accession number is a mix-up, not a correction. */
export function patientHashOf(patient: ReportedPatient): Buffer {
  const { fullName, dateOfBirth, sex, nationalId } = patient;
  return keyRing.blindIndex('patient', JSON.stringify([foldedName(fullName), dateOfBirth, sex, nationalId]));
}

/** A hash of everything that a lab said of a result but its status. */
export function factsHashOf({ status: _, restsOnStored: __, ...facts }: CanonicalResult): Buffer {
  return keyRing.blindIndex('facts', JSON.stringify(facts));
}
