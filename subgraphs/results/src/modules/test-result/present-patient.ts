import { labOf, maskPhone, type Viewer } from '@ketqua/platform';
import type { ReportedPatient } from '../submission/canonical-result.js';
import { ReportedPatientType } from './test-result.type.js';

/** Whether a viewer may read back whom a lab reported: its people may, and of its keys those that may read. */
export function mayReadPatient(viewer: Viewer, labId: string): boolean {
  if (labOf(viewer) !== labId) return false;
  return viewer.kind === 'account' || (viewer.kind === 'lab' && viewer.access === 'SUBMIT_AND_READ');
}

/** Shows a patient to their lab: enough to tell two people apart, and neither number in full. */
export function presentPatient(patient: ReportedPatient): ReportedPatientType {
  const { fullName, dateOfBirth, sex, nationalId, phone } = patient;
  return Object.assign(new ReportedPatientType(), {
    fullName,
    dateOfBirth,
    sex,
    maskedNationalId: nationalId && `••• ${nationalId.slice(-3)}`,
    maskedPhone: phone && maskPhone(phone),
  });
}
