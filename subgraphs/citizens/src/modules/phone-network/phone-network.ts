import type { Orm } from '@ketqua/platform';
import type { CitizensSettings } from '../../settings.js';
import { DevelopmentSender } from './development-sender.js';
import { DevelopmentVerifier } from './development-verifier.js';
import type { PhoneVerifier } from './phone-verifier.js';
import type { TextSender } from './text-sender.js';
import { VonageSender } from './vonage-sender.js';
import { VonageVerifier } from './vonage-verifier.js';

/** What reaches a phone. */
export interface PhoneNetwork {
  readonly verifier: PhoneVerifier;
  readonly sender: TextSender;
}

/** Vonage where its credentials are set; else the development messages. */
export function phoneNetworkOf(orm: Orm, masterKey: Uint8Array, settings: CitizensSettings): PhoneNetwork {
  const { vonage } = settings;
  if (vonage) return { verifier: new VonageVerifier(vonage), sender: new VonageSender(vonage) };
  return { verifier: new DevelopmentVerifier(orm, masterKey), sender: new DevelopmentSender(orm) };
}
