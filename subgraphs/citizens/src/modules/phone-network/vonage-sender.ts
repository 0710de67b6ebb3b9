import { Auth } from '@vonage/auth';
import { Messages, SMS } from '@vonage/messages';
import type { VonageSettings } from '../../settings.js';
import { PhoneNetworkError } from './phone-verifier.js';
import type { TextSender } from './text-sender.js';
import { networkErrorOf, refusalOf } from './vonage-answer.js';

/** Vonage Messages, over SMS. */
export class VonageSender implements TextSender {
  readonly #client: Messages;

  constructor(private readonly settings: VonageSettings) {
    const { applicationId, privateKey, apiHost, timeoutMilliseconds: timeout } = settings;
    this.#client = new Messages(new Auth({ applicationId, privateKey }), {
      ...(apiHost && { apiHost }),
      timeout,
    });
  }

  async send(phone: string, text: string): Promise<void> {
    let sent: { messageUUID?: unknown };
    try {
      sent = await this.#client.send(
        new SMS({
          messageType: 'text',
          channel: 'sms',
          to: phone.slice(1),
          from: this.settings.sender,
          text,
        }),
      );
    } catch (error) {
      throw networkErrorOf(await refusalOf(error, this.settings.timeoutMilliseconds));
    }
    if (!sent.messageUUID) throw new PhoneNetworkError('UNAVAILABLE');
  }
}
