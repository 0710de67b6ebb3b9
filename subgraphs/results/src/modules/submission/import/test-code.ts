import tables from '../../../data/observations-without-result.json' with { type: 'json' };
import { isLoinc } from '../codes.js';
import type { Concept } from './concept.js';

/** Which test an observation is of. */
export interface TestReading {
  /** LOINC where the concept has one in any of its codings, else the first code. */
  readonly code: string;
  readonly name: string;
}

const loincSystems = new Set(['LN', 'LOINC', 'HTTP://LOINC.ORG', 'URN:OID:2.16.840.1.113883.6.1']);

/** Reads a test's code: a coding that says LOINC, else an unnamed one that is LOINC by its check digit. */
export function testOf({ codings, text }: Concept): TestReading {
  const coding =
    codings.find(({ code, system }) => code && loincSystems.has(system.trim().toUpperCase())) ??
    codings.find(({ code, system }) => system.trim() === '' && isLoinc(code.trim())) ??
    codings.find(({ code }) => code);
  return { code: coding?.code.trim() ?? '', name: coding?.text || text };
}

/** Whether an observation is a question asked at order entry, or a component such as a Ct value, by its code. */
export function isWithoutResult({ codings }: Concept): boolean {
  return codings.some(({ code }) => withoutResult.some((table) => Object.hasOwn(table, code)));
}

const withoutResult: readonly object[] = [tables.questions, tables.snomed, tables.components];
