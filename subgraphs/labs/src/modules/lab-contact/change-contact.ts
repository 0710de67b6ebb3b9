import type { NewEvent, Query } from '@ketqua/platform';
import { tidied } from '../laboratory/lab-fields.js';
import { contactRegistered, openedPhone, sealedName, sealedPhone } from './sealed-contact.js';

/** What changes of a contact: absent stays. */
export interface ContactChange {
  readonly labId: string;
  readonly contactName?: string | null;
  readonly contactPhone?: string | null;
}

/**
 * Writes what changes of a laboratory's contact, whose row is locked, and gives the event of a new phone. A new phone
 * has heard nothing yet; that a laboratory is not texted about too often holds for whoever is.
 */
export async function changeContact(
  query: Query,
  sealedBefore: Uint8Array | null,
  { labId, contactName, contactPhone }: ContactChange,
  phone: string | null,
): Promise<NewEvent[]> {
  if (contactName !== undefined) {
    await query('update labs.lab set contact_name = $2 where id = $1', [
      labId,
      sealedName(tidied(contactName)),
    ]);
  }
  if (contactPhone === undefined || phone === openedPhone(sealedBefore)) return [];
  await query("update labs.lab set contact_phone = $2, contact_told = 'ON_TIME' where id = $1", [
    labId,
    sealedPhone(phone),
  ]);
  return phone ? [contactRegistered(labId, phone)] : [];
}
