import { happened, type NewEvent, phoneInE164, SealBrokenError } from '@ketqua/platform';
import { keyRing, phoneIndexOf, phoneTransitRing } from '../../key-ring.js';
import type { WrongField } from '../laboratory/lab-fields.js';

/** What the seal of a contact's name is bound to. */
export const contactNameColumn = 'lab.contact_name';
/** What the seal of a contact's phone is bound to. */
export const contactPhoneColumn = 'lab.contact_phone';

/** A phone as it travels in an event: what citizens find it by, and what only citizens open. */
export function phoneInTransit(phone: string): { phoneIndex: string; sealedPhone: string } {
  return {
    phoneIndex: phoneIndexOf(phone).toString('base64url'),
    sealedPhone: phoneTransitRing.seal(phone, 'event.phone').toString('base64'),
  };
}

/** Tells that a laboratory's contact may be texted: an ADMIN registered the phone. */
export function contactRegistered(labId: string, phone: string): NewEvent {
  return happened('lab.contact-registered', { labId, ...phoneInTransit(phone) });
}

/** A contact's phone in E.164; null where none is written; or what is wrong with it, without the value. */
export function judgedPhone(written: string | null, country: string): string | null | WrongField {
  if (!written) return null;
  return (
    phoneInE164(written, country) ?? {
      path: ['contactPhone'],
      text: {
        vi: 'Số điện thoại không hợp lệ. Hãy nhập lại, ví dụ +84 912 345 678.',
        en: 'This is not a phone number. Write it as +84 912 345 678.',
      },
    }
  );
}

/** A contact's phone as it is stored; null where there is none, or none that can be opened. */
export function openedPhone(sealed: Uint8Array | null): string | null {
  try {
    return sealed && keyRing.open(sealed, contactPhoneColumn);
  } catch (error) {
    if (error instanceof SealBrokenError) return null;
    throw error;
  }
}

/** Seals a contact's name. */
export function sealedName(name: string | null): Buffer | null {
  return name === null ? null : keyRing.seal(name, contactNameColumn);
}

/** Seals a contact's phone (E.164). */
export function sealedPhone(phone: string | null): Buffer | null {
  return phone === null ? null : keyRing.seal(phone, contactPhoneColumn);
}
