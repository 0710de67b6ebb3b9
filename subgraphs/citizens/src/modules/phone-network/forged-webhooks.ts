import { createRequire } from 'node:module';
import { networksOf, rateLimited } from '@ketqua/platform';

const library = createRequire(import.meta.url)(
  'rate-limiter-flexible',
) as typeof import('rate-limiter-flexible');

/** How many webhooks that are nobody's an address may send in a minute. */
export const forgedPerMinute = 30;

/**
 * Counts webhooks that were not the provider's, by the address that they came from: an IPv4 address, or an IPv6 /64.
 * In memory, for to count in the database would cost more than the signature that it saves; each process counts for
 * itself.
 */
export class ForgedWebhooks {
  readonly #limiter = new library.RateLimiterMemory({ points: forgedPerMinute, duration: 60 });

  /**
   * Counts one before it is judged, so that many at once are judged no more often.
   * @throws GraphQLError RATE_LIMITED
   */
  async take(address: string): Promise<void> {
    try {
      await this.#limiter.consume(keyOf(address));
    } catch (refusal) {
      if (!(refusal instanceof library.RateLimiterRes)) throw refusal;
      throw rateLimited(refusal.msBeforeNext / 1000);
    }
  }

  /** It was the provider's. */
  async forgive(address: string): Promise<void> {
    await this.#limiter.reward(keyOf(address));
  }
}

function keyOf(address: string): string {
  return address.includes(':') ? (networksOf(address)?.subnet ?? address) : address;
}
