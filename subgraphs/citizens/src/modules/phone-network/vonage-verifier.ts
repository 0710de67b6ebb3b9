import type { Locale } from '@ketqua/platform';
import { Auth } from '@vonage/auth';
import { Channels, Verify2 } from '@vonage/verify2';
import type { VonageSettings } from '../../settings.js';
import {
  type CodeJudgement,
  codeLength,
  codeSeconds,
  type OtpChannel,
  PhoneNetworkError,
  type PhoneVerifier,
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
  readonly #client: Verify2;

  constructor(private readonly settings: VonageSettings) {
    const { applicationId, privateKey, apiHost, timeoutMilliseconds: timeout } = settings;
    // The SDK has no timeout of its own.
    this.#client = new Verify2(new Auth({ applicationId, privateKey }), {
      ...(apiHost && { apiHost }),
      timeout,
    });
  }

  async start(
    phone: string,
    { channel, locale, reference }: { channel: OtpChannel; locale: Locale; reference: string },
  ): Promise<{ requestId: string }> {
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
      if (isRequestId(requestId)) return { requestId };
    } catch (error) {
      const refusal = await refusalOf(error, this.settings.timeoutMilliseconds);
      // One verification runs for a phone at a time: its code answers this challenge, too.
      if (refusal.runningRequestId) return { requestId: refusal.runningRequestId };
      throw networkErrorOf(refusal);
    }
    throw new PhoneNetworkError('UNAVAILABLE');
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
}
