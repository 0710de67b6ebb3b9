import { setImmediate as turn } from 'node:timers/promises';
import { keyRing, phoneTransitRing } from '../../key-ring.js';
import type { CanonicalResult } from './canonical-result.js';
import { factsHashOf, patientHashOf, phoneIndexOf } from './fingerprint.js';

/** What a result is stored with that costs a cipher or a hash. */
export interface SealedResult {
  readonly patient: Buffer;
  readonly patientHash: Buffer;
  readonly factsHash: Buffer;
}

/** A phone that was reported: its blind index, and sealed for whoever must dial it. */
export interface SealedPhone {
  readonly index: Buffer;
  readonly sealed: Buffer;
}

const rowsPerTurn = 100;

/**
 * Seals results while the database is at work on their people: some at a time, so that its answers, and other
 * requests, are heard in between.
 */
export function sealResults(results: readonly CanonicalResult[]): Promise<SealedResult[]> {
  return inTurns(results, (result) => ({
    patient: keyRing.seal(JSON.stringify(result.patient), 'test_result.patient'),
    patientHash: patientHashOf(result.patient),
    factsHash: factsHashOf(result),
  }));
}

/** Seals the phones of results, each once, in the same manner. */
export async function sealPhones(results: readonly CanonicalResult[]): Promise<Map<string, SealedPhone>> {
  const phones = [...new Set(results.flatMap(({ patient }) => patient.phone ?? []))];
  const sealed = await inTurns(phones, (phone): [string, SealedPhone] => [
    phone,
    { index: phoneIndexOf(phone), sealed: phoneTransitRing.seal(phone, 'event.phone') },
  ]);
  return new Map(sealed);
}

async function inTurns<From, To>(from: readonly From[], work: (one: From) => To): Promise<To[]> {
  const done: To[] = [];
  for (const [position, one] of from.entries()) {
    if (position % rowsPerTurn === 0) await turn();
    done.push(work(one));
  }
  return done;
}
