import { insertRows, type Logger, type Query, SealBrokenError } from '@ketqua/platform';
import { keyRing, phoneTransitRing } from '../../key-ring.js';

/** A phone as an event carries it: base64url of its blind index, and sealed in base64. */
export interface PhoneInTransit {
  readonly phoneIndex: string;
  readonly sealedPhone: string;
}

/** Keeps phones that were told in events, sealed anew: they may be texted from now on. */
export async function keepPhones(
  query: Query,
  told: readonly { readonly eventId: string; readonly phones: readonly PhoneInTransit[] }[],
  logger: Logger,
): Promise<void> {
  const phones = new Map<string, string>();
  for (const { eventId, phones: reported } of told) {
    for (const { phoneIndex, sealedPhone } of reported) {
      try {
        phones.set(phoneIndex, phoneTransitRing.open(Buffer.from(sealedPhone, 'base64'), 'event.phone'));
      } catch (error) {
        // Sealed under a key that is gone: trying again would stop everything behind it.
        if (!(error instanceof SealBrokenError)) throw error;
        logger.error({ event: eventId }, 'a reported phone cannot be opened');
      }
    }
  }
  if (!phones.size) return;
  await insertRows(
    query,
    'citizens.known_phone',
    {
      phone_index: {
        type: 'bytea',
        values: [...phones.keys()].map((index) => Buffer.from(index, 'base64url')),
      },
      phone: {
        type: 'bytea',
        values: [...phones.values()].map((phone) => keyRing.seal(phone, 'known_phone.phone')),
      },
    },
    'on conflict (phone_index) do update set reported_at = now()',
  );
}
