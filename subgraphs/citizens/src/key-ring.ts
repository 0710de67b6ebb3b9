import { KeyRing, phoneIndexPurpose } from '@ketqua/platform';

/** Seals the personal columns of this subgraph; unlocked when it is opened. */
export const keyRing = new KeyRing('citizens');

/** Opens a phone that travelled in an event. */
export const phoneTransitRing = new KeyRing('phone-transit');

/** The blind index of a phone (E.164), shared with results. */
export function phoneIndexOf(phone: string): Buffer {
  return keyRing.blindIndex(phoneIndexPurpose, phone);
}
