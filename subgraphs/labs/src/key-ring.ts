import { KeyRing, phoneIndexPurpose } from '@ketqua/platform';

/** Seals the personal columns of this subgraph; unlocked when it is opened. */
export const keyRing = new KeyRing('labs');

/** Seals a phone that travels in an event to whoever must dial it. */
export const phoneTransitRing = new KeyRing('phone-transit');

/** The blind index of a phone (E.164), shared with citizens. */
export function phoneIndexOf(phone: string): Buffer {
  return keyRing.blindIndex(phoneIndexPurpose, phone);
}
