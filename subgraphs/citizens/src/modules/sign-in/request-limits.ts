import { networksOf, queryIn, rateLimited } from '@ketqua/platform';
import type { CitizensContext } from '../../context.js';
import { knownDeviceOf } from '../device/known-device.js';
import { failureWait } from './failures.js';

/** Who asks for a code, or tries one, as limits count it. */
export interface Asker {
  /** A known device by itself, so that no stranger uses up what its owner may; else the phone. */
  readonly subject: string;
  readonly isTrusted: boolean;
}

/** The asker for a phone: the same statements for every phone, known or not. */
export async function askerFor(
  { em }: Pick<CitizensContext, 'em'>,
  phoneIndex: Uint8Array,
  deviceToken: string | null | undefined,
): Promise<Asker> {
  const device = await knownDeviceOf(queryIn(em), phoneIndex, deviceToken);
  if (device) return { subject: `device ${device}`, isTrusted: true };
  return { subject: `phone ${Buffer.from(phoneIndex).toString('hex')}`, isTrusted: false };
}

/**
 * Counts a request for a code by its address, its networks, its phone and the whole house, known and unknown phones
 * alike. What is refused by an address or a network counts against no phone.
 * @throws GraphQLError RATE_LIMITED
 */
export async function countRequest(context: CitizensContext, { subject, isTrusted }: Asker): Promise<void> {
  const { limits, address, settings } = context;
  const { perPhone, perAddress, perSubnet, perNetwork, global, windowSeconds: seconds } = settings.limits;
  const networks = networksOf(address);
  const counted: readonly (readonly [string, number, string | undefined])[] = [
    // Whoever has one IPv6 address has a /64 of them.
    ['request-address', perAddress, address.includes(':') ? networks?.subnet : address],
    // What a crowd uses up, a device that is known does not want for.
    ['request-subnet', perSubnet, isTrusted ? undefined : networks?.subnet],
    ['request-network', perNetwork, isTrusted ? undefined : networks?.network],
    ['request-phone', perPhone, subject],
    ['request-all', global, isTrusted ? undefined : 'everybody'],
  ];
  for (const [name, points, of] of counted) {
    if (of === undefined) continue;
    const reached = await limits.take({ name, points, seconds }, of);
    if (reached) throw rateLimited(reached.wait);
  }
  // A code that could not be tried is not worth a text.
  const wait = await failureWait(context, subject);
  if (wait) throw rateLimited(wait);
}
