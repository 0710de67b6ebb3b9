import { Auth } from '@vonage/auth';
import { Channels, Verify2 } from '@vonage/verify2';
import type { VonageSettings } from '../../settings.js';
import {
  type CodeJudgement,
  codeLength,
  codeSeconds,
  OtpChannel,
  PhoneNetworkError,
  type PhoneVerifier,
  type Started,
  type StartOptions,
} from './phone-verifier.js';
import { isRequestId, networkErrorOf, refusalOf } from './vonage-answer.js';

const judgements: Readonly<Record<number, CodeJudgement>> = {
  400: 'INCORRECT',
  // Not found: it has expired, or was answered before.
  404: 'EXPIRED',
  410: 'LOCKED',
};

/** Vonage Verify v2: it makes the code, sends it and checks it. */
export class VonageVerifier implements PhoneVerifier {
  readonly channels = [OtpChannel.SMS, OtpChannel.VOICE];
  readonly #client: Verify2;

  constructor(private readonly settings: VonageSettings) {
    const { applicationId, privateKey, apiHost, timeoutMilliseconds: timeout } = settings;
    // The SDK has no timeout of its own.
    this.#client = new Verify2(new Auth({ applicationId, privateKey }), {
      ...(apiHost && { apiHost }),
      timeout,
    });
  }

  async start(phone: string, options: StartOptions): Promise<Started> {
    const begun = await this.#begin(phone, options);
    // One verification runs for a phone at a time: its code answers this challenge, too.
    const makesWay = options.channel === OtpChannel.VOICE || options.isApart;
    if (!begun.isRunning || !makesWay) return { requestId: begun.requestId };
    // A call is no text that was sent already: that verification makes way. Where it does not, its code stands.
    await this.cancel(begun.requestId);
    const { requestId } = await this.#begin(phone, options);
    return { requestId, replaced: begun.requestId };
  }

  async check(requestId: string, code: string): Promise<CodeJudgement> {
    try {
      const status = await this.#client.checkCode(requestId, code);
      return status === 'completed' ? 'CORRECT' : 'UNAVAILABLE';
    } catch (error) {
      const { status } = await refusalOf(error, this.settings.timeoutMilliseconds);
      return (status && judgements[status]) || 'UNAVAILABLE';
    }
  }

  async cancel(requestId: string): Promise<void> {
    // The SDK answers `false` for whatever goes wrong: a verification that runs on ends by itself.
    await this.#client.cancel(requestId);
  }

  /** A new verification, or the one that runs for this phone. @throws PhoneNetworkError */
  async #begin(
    phone: string,
    { channel, locale, reference }: StartOptions,
  ): Promise<{ requestId: string; isRunning: boolean }> {
    // E.164 without its plus sign, as Vonage takes it.
    const to = phone.slice(1);
    try {
      const { requestId } = await this.#client.newRequest({
        brand: this.settings.brand,
        workflow: [channel === 'VOICE' ? { channel: Channels.VOICE, to } : { channel: Channels.SMS, to }],
        locale: locale === 'vi' ? 'vi-vn' : 'en-gb',
        codeLength,
        channelTimeout: codeSeconds,
        clientRef: reference,
      });
      if (isRequestId(requestId)) return { requestId, isRunning: false };
    } catch (error) {
      const refusal = await refusalOf(error, this.settings.timeoutMilliseconds);
      if (refusal.runningRequestId) return { requestId: refusal.runningRequestId, isRunning: true };
      throw networkErrorOf(refusal);
    }
    throw new PhoneNetworkError('UNAVAILABLE');
  }
}
