import { happened } from '@ketqua/platform';
import { notePhones } from '../person/resolve-people.js';
import { undisputed } from '../phone-report/phone-reports.js';
import { noteWrongPhones } from '../phone-report/wrong-phone-results.js';
import type { SealedPhone } from './seal-rows.js';
import type { Storing } from './storing.js';

/** A person, and the phone they were reported with. */
export interface ReportedPhone {
  readonly personId: string;
  /** The blind index, base64url. */
  readonly index: string;
}

/** Notes the phones that people were reported with, and tells whoever may have to text them. */
export async function reportPhones(
  { query, outbox }: Pick<Storing, 'query' | 'outbox'>,
  people: readonly { resultId: string; personId: string; phone: string | null }[],
  phones: ReadonlyMap<string, SealedPhone>,
): Promise<ReportedPhone[]> {
  const given = people.flatMap(({ resultId, personId, phone }) => {
    const sealed = phone === null ? undefined : phones.get(phone);
    if (!sealed) return [];
    const index = sealed.index.toString('base64url');
    return [{ resultId, personId, phoneIndex: sealed.index, index, phone: sealed }];
  });
  if (!given.length) return [];
  // Whoever holds a phone and said that it is not this person's is not told of them again.
  const reported = await undisputed(query, given);
  const told = new Set(reported);
  await noteWrongPhones(
    query,
    given.filter((each) => !told.has(each)),
  );
  if (!reported.length) return [];
  await notePhones(query, reported);
  const once = new Map(reported.map(({ index, phone }) => [index, phone]));
  const sealed = [...once].map(([phoneIndex, phone]) => ({
    phoneIndex,
    sealedPhone: phone.sealed.toString('base64'),
  }));
  outbox(happened('person.phone-reported', { phones: sealed }));
  return reported.map(({ personId, index }) => ({ personId, index }));
}
