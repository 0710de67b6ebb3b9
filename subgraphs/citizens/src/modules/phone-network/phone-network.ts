import type { Orm } from '@ketqua/platform';
import type { CitizensSettings } from '../../settings.js';
import { ConsoleSender } from './console-sender.js';
import { DevelopmentSender } from './development-sender.js';
import { HttpTextSender } from './http-text-sender.js';
import { OwnVerifier } from './own-verifier.js';
import { OtpChannel, type PhoneVerifier } from './phone-verifier.js';
import { SecondWaySender, SecondWayVerifier } from './second-way.js';
import type { TextSender } from './text-sender.js';
import { VonageSender } from './vonage-sender.js';
import { VonageVerifier } from './vonage-verifier.js';

/** What reaches a phone. */
export interface PhoneNetwork {
  readonly verifier: PhoneVerifier;
  readonly sender: TextSender;
}

/** Vonage, the city's own SMS gateway, or the one and then the other; without both, the development messages. */
export function phoneNetworkOf(orm: Orm, masterKey: Uint8Array, settings: CitizensSettings): PhoneNetwork {
  const provider = settings.vonage && {
    verifier: new VonageVerifier(settings.vonage),
    sender: new VonageSender(settings.vonage),
  };
  const gateway =
    settings.smsGateway && gatewayNetwork(orm, masterKey, new HttpTextSender(settings.smsGateway));
  if (provider && gateway) {
    return {
      verifier: new SecondWayVerifier(provider.verifier, gateway.verifier),
      sender: new SecondWaySender(provider.sender, gateway.sender),
    };
  }
  return provider ?? gateway ?? developmentNetwork(orm, masterKey, settings);
}

function gatewayNetwork(orm: Orm, masterKey: Uint8Array, sender: TextSender) {
  return { verifier: new OwnVerifier(orm, masterKey, { sender, channels: [OtpChannel.SMS] }), sender };
}

function developmentNetwork(
  orm: Orm,
  masterKey: Uint8Array,
  { printsTexts }: CitizensSettings,
): PhoneNetwork {
  const kept = new DevelopmentSender(orm);
  const sender = printsTexts ? new ConsoleSender(kept) : kept;
  const channels = [OtpChannel.SMS, OtpChannel.VOICE];
  return { verifier: new OwnVerifier(orm, masterKey, { sender, channels }), sender };
}
