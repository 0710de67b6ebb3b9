import { phoneInE164 } from '@ketqua/platform';
import type { CanonicalResult } from '../submission/canonical-result.js';
import { isSnomed, knownTest } from '../submission/codes.js';
import type { CorrectResultInput } from './change-result.input.js';
import { ResultStatus } from './test-result.vocabulary.js';

const nameLimit = 150;
const codeLimit = 100;
const clockTolerance = 5 * 60_000;

/**
 * What a result says once it is corrected, or the field that makes that impossible. A lab may correct whatever does not
 * change whose result it is and which: not the patient, the accession number or the test code.
 */
export function corrected(
  stored: CanonicalResult,
  input: CorrectResultInput,
  { now, country }: { now: Date; country: string },
): CanonicalResult | { readonly field: string } {
  const { outcome, specimenCollectedAt, resultedAt, run } = input;
  const texts = {
    testName: input.testName,
    deviceId: input.deviceId,
    disease: input.disease,
    'run.id': run?.id,
    'run.instrument': run?.instrument,
    'run.kitLot': run?.kitLot,
  };
  for (const [field, text] of Object.entries(texts)) {
    if (!isUsable(text, field === 'testName' ? nameLimit : codeLimit)) return { field };
  }
  const phone = input.phone ? phoneInE164(input.phone, country) : stored.patient.phone;
  if (input.phone && !phone) return { field: 'phone' };
  const next = {
    ...stored,
    patient: { ...stored.patient, phone: phone ?? null },
    status: ResultStatus.CORRECTED,
    outcome: outcome ?? stored.outcome,
    specimenCollectedAt: specimenCollectedAt ?? stored.specimenCollectedAt,
    resultedAt: resultedAt ?? stored.resultedAt,
    testName: written(input.testName) ?? stored.testName,
    deviceId: written(input.deviceId) ?? stored.deviceId,
    disease: written(input.disease) ?? stored.disease,
    runId: written(run?.id) ?? stored.runId,
    instrument: written(run?.instrument) ?? stored.instrument,
    kitLot: written(run?.kitLot) ?? stored.kitLot,
  };
  const field = impossibleField(next, now);
  return field ? { field } : next;
}

function impossibleField(next: CanonicalResult, now: Date): string | undefined {
  const latest = now.getTime() + clockTolerance;
  if (next.outcome === null) return 'outcome';
  if (next.specimenCollectedAt.getTime() > latest) return 'specimenCollectedAt';
  if (next.resultedAt && next.resultedAt.getTime() > latest) return 'resultedAt';
  if (next.resultedAt && next.resultedAt < next.specimenCollectedAt) return 'resultedAt';
  const known = knownTest(next.testCode);
  if (!isSnomed(next.disease) || (known && known.disease !== next.disease)) return 'disease';
  return undefined;
}

function isUsable(text: string | null | undefined, limit: number): boolean {
  if (text === null || text === undefined) return true;
  const kept = written(text);
  return Boolean(kept) && kept!.length <= limit && !/\p{Cc}/u.test(kept!);
}

function written(text: string | null | undefined): string | undefined {
  return text?.normalize('NFC').trim().replaceAll(/ {2,}/g, ' ');
}
