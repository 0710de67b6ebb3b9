import { happened } from '@ketqua/platform';
import { phonesOf } from '../person/resolve-people.js';
import { secondsToRelease } from '../test-result/seconds-to-release.js';
import type { Insertion } from './insert-results.js';
import { reportPhones } from './report-phones.js';
import type { SealedPhone } from './seal-rows.js';
import type { Storing } from './storing.js';

/** Notes the phones of results that were inserted, and tells of those that were released. */
export async function tellOfResults(
  { query, outbox, labId, now }: Storing,
  insertions: readonly Insertion[],
  { created, phones }: { created: ReadonlySet<string>; phones: ReadonlyMap<string, SealedPhone> },
): Promise<void> {
  const reported = await reportPhones(
    { query, outbox },
    insertions.map(({ id, result, personId }) => ({ resultId: id, personId, phone: result.patient.phone })),
    phones,
  );
  const released = insertions.filter(({ decision }) => decision.isReleased);
  // Nobody else knows of a person who was made here: the phones are those of these rows.
  const known = await phonesOf(
    query,
    released.flatMap(({ personId }) => (created.has(personId) ? [] : personId)),
  );
  for (const { personId, index } of reported) {
    const indexes = known.get(personId) ?? [];
    if (created.has(personId) && !indexes.includes(index)) known.set(personId, [...indexes, index]);
  }
  const reportedTo = new Set(reported.map(({ personId, index }) => personId + index));
  const noticed = new Set<string>();
  for (const { id, personId, result } of released) {
    const phoneIndexes = known.get(personId) ?? [];
    const delaySeconds = secondsToRelease(result.specimenCollectedAt, now);
    outbox(
      happened('test-result.released', {
        resultId: id,
        version: 1,
        labId,
        personId,
        phoneIndexes,
        delaySeconds,
      }),
    );
    const phone = result.patient.phone === null ? undefined : phones.get(result.patient.phone);
    const index = phone?.index.toString('base64url');
    if (index && reportedTo.has(personId + index)) noticed.add(index);
  }
  if (noticed.size) outbox(happened('person.notice-due', { phoneIndexes: [...noticed] }));
}
