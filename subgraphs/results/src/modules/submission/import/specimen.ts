import table from '../../../data/specimen-kinds.json' with { type: 'json' };
import { type Concept, wordTable } from './concept.js';

const roles: Readonly<Record<string, string>> = table.roles;
const types: Readonly<Record<string, string>> = table.types;
const outcomesOfPools = new Set(table.outcomesOfPools);
const purposes = wordTable<string>(table.purposes);

/**
 * Whether a specimen is of one person or a pool: by its role (HL7 v2 table 0369), its type, or an outcome that says
 * so. A role that no patient's specimen has (a control, a calibrator) is given as written, and refused.
 */
export function specimenKindOf(role: string, type: Concept, outcome: Concept): string | null {
  const isPool =
    type.codings.some(({ code }) => types[code.trim().toUpperCase()]) ||
    outcome.codings.some(({ code }) => outcomesOfPools.has(code.trim()));
  if (isPool) return 'POOL';
  const code = role.trim().toUpperCase();
  return code ? (roles[code] ?? `ROLE ${code}`) : null;
}

/** Why a specimen was tested, where the order says so in a word that we know. */
export function specimenPurposeOf({ codings, text }: Concept): string | null {
  const words = [...codings.flatMap(({ code, text: display }) => [code, display]), text];
  return words.map((word) => purposes.get(word.normalize('NFC').trim().toLowerCase())).find(Boolean) ?? null;
}
