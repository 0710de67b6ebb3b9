import { happened, type Logger, type NewEvent, type Query, SealBrokenError } from '@ketqua/platform';
import { keyRing } from '../../key-ring.js';
import { isOpenAt, type Timetable } from '../lab-sync/opening-hours.js';
import type { LabSyncStatus } from '../laboratory/laboratory.entity.js';
import { contactPhoneColumn, phoneInTransit } from './sealed-contact.js';

interface LabToTell extends Timetable {
  readonly id: string;
  readonly code: string;
  readonly contactPhone: Uint8Array;
  readonly status: LabSyncStatus;
  readonly heardAt: string;
  readonly now: string;
}

/**
 * The messages that are due to the contacts of laboratories, marked as told; to be written in the same transaction.
 * A contact hears once that its laboratory is late, once that it is silent, and once that it is back, of the state
 * that was announced; at most once an hour a laboratory, and only while it is open.
 */
export async function contactsDue(query: Query, log: Logger): Promise<NewEvent[]> {
  const labs = await query<LabToTell>(
    `select id, code, contact_phone as "contactPhone", announced_status as status, time_zone as "timeZone", hours,
            coalesce(last_synced_at, registered_at)::text as "heardAt", now()::text as now
       from labs.lab
      where contact_phone is not null and announced_status <> contact_told
        and not (announced_status = 'LATE' and contact_told = 'SILENT')
        and (contact_told_at is null or contact_told_at <= now() - interval '1 hour')
      order by id for no key update`,
  );
  const open = labs.filter((lab) => isOpenAt(lab, new Date(lab.now)));
  if (!open.length) return [];
  await query(
    'update labs.lab set contact_told = announced_status, contact_told_at = now() where id = any($1::uuid[])',
    [open.map(({ id }) => id)],
  );
  return open.flatMap((lab) => messageTo(lab, log));
}

function messageTo(lab: LabToTell, log: Logger): NewEvent[] {
  const { id: labId, code, status, timeZone, heardAt } = lab;
  try {
    const phone = phoneInTransit(keyRing.open(lab.contactPhone, contactPhoneColumn));
    const heard = new Date(heardAt).toISOString();
    const told = { labId, labCode: code, status, heardAt: heard, timeZone, locale: 'vi' as const };
    return [happened('lab.contact-due', { ...told, ...phone })];
  } catch (error) {
    // Sealed under a key that is gone: trying again would stop the board.
    if (!(error instanceof SealBrokenError)) throw error;
    log.error({ labId }, "a laboratory's contact cannot be opened");
    return [];
  }
}
