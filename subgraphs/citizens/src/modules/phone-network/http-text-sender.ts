import type { SmsGatewaySettings } from '../../settings.js';
import { PhoneNetworkError } from './phone-verifier.js';
import type { TextSender } from './text-sender.js';

/** A city's own SMS gateway over plain HTTP: one POST a text, its fields by a template. */
export class HttpTextSender implements TextSender {
  constructor(private readonly settings: SmsGatewaySettings) {}

  async send(phone: string, text: string): Promise<void> {
    const { url, format, token, tokenHeader, timeoutMilliseconds } = this.settings;
    const fields = this.#fields({ phone, digits: phone.slice(1), text });
    const isJson = format === 'json';
    const bearer = tokenHeader === 'authorization' ? `Bearer ${token}` : token;
    let status: number;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
          ...(bearer && token && { [tokenHeader]: bearer }),
        },
        body: isJson ? JSON.stringify(fields) : new URLSearchParams(fields).toString(),
        // A token follows no redirect to another host.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      ({ status } = response);
      await response.body?.cancel();
    } catch {
      // What fetch throws may quote the address; nothing of it is kept.
      throw new PhoneNetworkError('UNAVAILABLE');
    }
    if (status >= 200 && status < 300) return;
    const mayPass = status === 408 || status === 429 || status >= 500;
    throw new PhoneNetworkError(mayPass ? 'UNAVAILABLE' : 'REFUSED', status);
  }

  /** In one pass, so that a text which holds a placeholder's name is sent as it is. */
  #fields(values: Readonly<Record<string, string>>): Record<string, string> {
    const filled = (template: string) =>
      template.replaceAll(/\{(phone|digits|text)\}/g, (_whole, name: string) => values[name]!);
    return Object.fromEntries(
      Object.entries(this.settings.fields).map(([name, template]) => [name, filled(template)]),
    );
  }
}
