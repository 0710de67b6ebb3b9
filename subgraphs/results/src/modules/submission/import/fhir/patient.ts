import identifierTable from '../../../../data/identifier-types.json' with { type: 'json' };
import type { PatientInput } from '../../test-result.input.js';
import { nationalIdOf, type PersonIdentifier, phoneOf, sexOf } from '../person-details.js';
import { conceptOf, extensionText, type Json, objectIn, objectsIn, textIn, textsIn } from './json.js';
import { keptField } from './resources.js';

const systems: Readonly<Record<string, string>> = identifierTable.fhirSystems;
const systemPrefixes = Object.entries(identifierTable.fhirSystemPrefixes);
const formerNames = new Set(['old', 'maiden', 'nickname', 'anonymous', 'temp']);
const notOwn = new Set(['work', 'old']);

/** The patient of a FHIR R4 Patient. */
export function patientOf(patient: Json): PatientInput {
  const name = nameOf(patient);
  const family = name ? textIn(name, 'family') : '';
  const given = name ? textsIn(name, 'given').join(' ') : '';
  return {
    // A name that is only written out is taken as it is.
    fullName: name && !family && !given ? textIn(name, 'text') : null,
    familyName: family || null,
    givenNames: given || null,
    dateOfBirth: textIn(patient, 'birthDate'),
    sex: sexOf(textIn(patient, 'gender')),
    nationalId: nationalIdOf(objectsIn(patient, 'identifier').flatMap(identifiersOf)),
    phone: phoneIn(patient),
  };
}

function nameOf(patient: Json): Json | undefined {
  const names = objectsIn(patient, 'name').filter((name) => !formerNames.has(textIn(name, 'use')));
  const ofUse = (use: string) => names.find((name) => textIn(name, 'use') === use);
  return ofUse('official') ?? ofUse('usual') ?? names[0];
}

function identifiersOf(identifier: Json): PersonIdentifier[] {
  if (textIn(identifier, 'use') === 'old') return [];
  const value = textIn(identifier, 'value');
  const system = textIn(identifier, 'system');
  const types = [
    ...conceptOf(objectIn(identifier, 'type')).codings.map(({ code }) => code),
    keptField(identifier, 'cx-identifier', 'CX.5'),
    systems[system] ?? systemPrefixes.find(([prefix]) => system.startsWith(prefix))?.[1] ?? '',
  ];
  return types.filter(Boolean).map((type) => ({ value, type: type.toUpperCase() }));
}

/** The first telephone that is the patient's own, never one at work. */
function phoneIn(patient: Json): string | null {
  const [address] = objectsIn(patient, 'address');
  const country = address ? textIn(address, 'country') : '';
  for (const telecom of objectsIn(patient, 'telecom')) {
    if (!isPhone(telecom) || notOwn.has(textIn(telecom, 'use'))) continue;
    const part = (name: string) => extensionText(telecom, `contactpoint-${name}`);
    const text = textIn(telecom, 'value').replace(/^tel:/, '');
    const local = text ? '' : part('local');
    const phone = phoneOf({ text, callingCode: part('country'), area: part('area'), local }, country);
    if (/\d/.test(phone)) return phone;
  }
  return null;
}

/** A phone by its system; a converter from HL7 v2 leaves that out where the equipment was not named. */
function isPhone(telecom: Json): boolean {
  const system = textIn(telecom, 'system');
  return system === '' ? !textIn(telecom, 'value').includes('@') : ['phone', 'sms'].includes(system);
}
