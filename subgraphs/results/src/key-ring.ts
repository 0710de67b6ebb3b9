import { KeyRing } from '@ketqua/platform';

/** Seals the personal columns of this subgraph; unlocked when it is opened. */
export const keyRing = new KeyRing('results');

/** Seals a phone that travels in an event to whoever must dial it. */
export const phoneTransitRing = new KeyRing('phone-transit');
