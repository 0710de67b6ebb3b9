import type { Query } from '@ketqua/platform';
import { keyRing } from '../../key-ring.js';
import type { ReportedPatient } from '../submission/canonical-result.js';
import { personKeysOf, phoneIndexOf } from '../submission/fingerprint.js';
import { partPhones } from './phone-reports.js';
import { closeWrongPhones } from './wrong-phone-results.js';

/** A result whose patient a later version reports, with another phone perhaps. */
export interface PhoneCorrection {
  readonly resultId: string;
  readonly personId: string;
  /** The patient as the version before reported them. */
  readonly before: ReportedPatient;
  readonly after: ReportedPatient;
}

/**
 * Replaces phones that a laboratory had wrong: the old one hears nothing more and what was claimed from it is void,
 * unless another result of the person, which stands as it is, carries it too. Rows of the old phone join the person no
 * more; the new phone is told as any that is reported.
 */
export async function correctPhones(query: Query, corrections: readonly PhoneCorrection[]): Promise<void> {
  // A version that names no phone says nothing of the one before: many corrections leave it out.
  const changed = corrections.filter(
    ({ before, after }) => before.phone && after.phone && before.phone !== after.phone,
  );
  if (!changed.length) return;
  await lockPeople(query, changed);
  const kept = await phonesElsewhere(query, changed);
  const gone = changed.filter(({ personId, before }) => !kept.get(personId)?.has(before.phone!));
  await partPhones(
    query,
    gone.map(({ personId, before }) => ({ personId, phoneIndex: phoneIndexOf(before.phone!) })),
    'PHONE_CORRECTED',
  );
  await moveKeys(query, gone);
  await closeWrongPhones(
    query,
    changed.map(({ resultId }) => resultId),
  );
}

/** A result that is taken back, and the phone it was reported with. */
export interface WithdrawnPhone {
  readonly resultId: string;
  readonly personId: string;
  readonly phone: string;
}

/**
 * Parts people from phones that no result of theirs carries any more, unless they were proven there: a wrong phone is
 * withdrawn with the result that named it, and whoever had opened the person reads on what became of it.
 */
export async function partUnproven(query: Query, withdrawn: readonly WithdrawnPhone[]): Promise<void> {
  if (!withdrawn.length) return;
  await lockPeople(query, withdrawn);
  const kept = await phonesElsewhere(query, withdrawn);
  const gone = withdrawn.filter(({ personId, phone }) => !kept.get(personId)?.has(phone));
  await query(
    `delete from results.person_phone p using unnest($1::bytea[], $2::uuid[]) as gone (phone_index, person_id)
      where p.phone_index = gone.phone_index and p.person_id = gone.person_id
        and not exists (select from results.claim c
                         where c.phone_index = p.phone_index and c.person_id = p.person_id
                           and c.suspended_at is null)`,
    [gone.map(({ phone }) => phoneIndexOf(phone)), gone.map(({ personId }) => personId)],
  );
}

/** Two corrections of one person at once: the later one sees what the earlier one left. */
async function lockPeople(query: Query, people: readonly { personId: string }[]): Promise<void> {
  await query('select from results.person where id = any($1::uuid[]) order by id for update', [
    people.map(({ personId }) => personId),
  ]);
}

/** The phones that other results of these people carry, each as its newest version says. */
async function phonesElsewhere(
  query: Query,
  changed: readonly { readonly personId: string; readonly resultId: string }[],
): Promise<Map<string, Set<string>>> {
  const rows = await query<{ personId: string; patient: Uint8Array }>(
    `select person_id as "personId", patient from results.test_result
      where person_id = any($1::uuid[]) and not id = any($2::uuid[])
        and status not in ('CANCELLED', 'ENTERED_IN_ERROR')`,
    [changed.map(({ personId }) => personId), changed.map(({ resultId }) => resultId)],
  );
  const phones = new Map<string, Set<string>>();
  for (const { personId, patient } of rows) {
    const { phone } = JSON.parse(keyRing.open(patient, 'test_result.patient')) as ReportedPatient;
    if (phone) phones.set(personId, (phones.get(personId) ?? new Set()).add(phone));
  }
  return phones;
}

async function moveKeys(query: Query, gone: readonly PhoneCorrection[]): Promise<void> {
  for (const { personId, before, after } of gone) {
    const kept = personKeysOf(after);
    const old = personKeysOf(before).filter((key) => !kept.some((other) => other.equals(key)));
    await query('delete from results.person_key where person_id = $1 and key = any($2::bytea[])', [
      personId,
      old,
    ]);
    await query(
      `insert into results.person_key (key, person_id) select key, $1 from unnest($2::bytea[]) as kept (key)
         on conflict (key) do nothing`,
      [personId, kept],
    );
  }
}
