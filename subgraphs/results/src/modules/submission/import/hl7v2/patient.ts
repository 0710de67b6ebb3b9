import type { PatientInput } from '../../test-result.input.js';
import { nationalIdOf, phoneOf, sexOf } from '../person-details.js';
import { isoDay } from './moment.js';
import type { Segment, Value } from './segment.js';

// Table 0202 (XTN-3) and 0201 (XTN-2): what is no telephone, and the phones of a workplace.
const noPhone = new Set(['INTERNET', 'X.400', 'FX', 'MD', 'BP', 'SAT', 'TDD', 'TTY']);
const notOwn = new Set(['WPN', 'NET', 'ASN', 'BPN', 'EMR']);

/** The patient of a PID (HL7 v2.5.1, 3.4.2). */
export function patientOf(pid: Segment): PatientInput {
  const name = nameOf(pid);
  return {
    familyName: name?.text(1) ?? null,
    givenNames: name ? [name.text(2), name.text(3)].filter(Boolean).join(' ') : null,
    dateOfBirth: isoDay(pid.text(7)),
    sex: sexOf(pid.text(8)),
    nationalId: nationalIdOf(identifiersOf(pid)),
    phone: phoneIn(pid),
  };
}

/** The legal name among the repetitions of PID-5, else the first that names anybody. */
function nameOf(pid: Segment): Value | undefined {
  const names = pid.repetitions(5).filter((name) => name.text(1) !== '' || name.text(2) !== '');
  return names.find((name) => name.text(7) === 'L') ?? names[0];
}

function identifiersOf(pid: Segment) {
  const typed = [3, 2, 4].flatMap((field) =>
    pid.repetitions(field).map((id) => ({ value: id.text(1), type: id.text(5).toUpperCase() })),
  );
  return [...typed, { value: pid.text(19), type: 'SS' }];
}

/** The first telephone of PID-13, or of PID-40, which follows it in version 2.7: its own, never one at work. */
function phoneIn(pid: Segment): string | null {
  const country = pid.text(11, 6);
  for (const written of [...pid.repetitions(13), ...pid.repetitions(40)]) {
    if (notOwn.has(written.text(2).toUpperCase()) || noPhone.has(written.text(3).toUpperCase())) continue;
    const phone = phoneOf(
      {
        text: written.text(12) || (written.text(7) ? '' : written.text(1)),
        callingCode: written.text(5),
        area: written.text(6),
        local: written.text(7),
      },
      country,
    );
    if (/\d/.test(phone)) return phone;
  }
  return null;
}
