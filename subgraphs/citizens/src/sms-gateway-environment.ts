import { isIPv4 } from 'node:net';
import { EnvironmentError } from '@ketqua/platform';
import { z } from 'zod';
import type { SmsGatewaySettings } from './settings.js';

/** What is read of a city's own SMS gateway. */
export const smsGatewayVariables = {
  SMS_GATEWAY_URL: z.url({ protocol: /^https?$/ }).optional(),
  SMS_GATEWAY_FORMAT: z.enum(['json', 'form']).default('json'),
  SMS_GATEWAY_FIELDS: z.string().default('{"to":"{phone}","text":"{text}"}'),
  SMS_GATEWAY_TOKEN: z.string().optional(),
  SMS_GATEWAY_TOKEN_HEADER: z
    .string()
    .regex(/^[A-Za-z][\w-]*$/)
    .default('authorization'),
  SMS_GATEWAY_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(8_000),
};

const readVariables = z.object(smsGatewayVariables);
const fieldsForm = z.record(z.string(), z.string());

/**
 * Reads how the gateway is reached; undefined where there is none.
 * @throws EnvironmentError for http to another network than a private one, and for fields that say no phone or text.
 */
export function smsGatewaySettings(
  environment: z.infer<typeof readVariables>,
): SmsGatewaySettings | undefined {
  const { SMS_GATEWAY_URL: url, SMS_GATEWAY_TOKEN: token } = environment;
  if (!url) return undefined;
  const { protocol, hostname, username } = new URL(url);
  if (username)
    throw new EnvironmentError('SMS_GATEWAY_URL must hold no credentials: SMS_GATEWAY_TOKEN does');
  if (protocol === 'http:' && !isPrivate(hostname)) {
    throw new EnvironmentError('SMS_GATEWAY_URL must be https, save in a private network');
  }
  return {
    url,
    format: environment.SMS_GATEWAY_FORMAT,
    fields: fieldsIn(environment.SMS_GATEWAY_FIELDS),
    ...(token && { token }),
    tokenHeader: environment.SMS_GATEWAY_TOKEN_HEADER.toLowerCase(),
    timeoutMilliseconds: environment.SMS_GATEWAY_TIMEOUT_MS,
  };
}

function fieldsIn(text: string): Record<string, string> {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    throw new EnvironmentError('SMS_GATEWAY_FIELDS must be a JSON object of texts');
  }
  const { data } = fieldsForm.safeParse(fields);
  if (!data) throw new EnvironmentError('SMS_GATEWAY_FIELDS must be a JSON object of texts');
  const all = Object.values(data).join(' ');
  if (!/\{(phone|digits)\}/.test(all) || !all.includes('{text}')) {
    throw new EnvironmentError('SMS_GATEWAY_FIELDS must hold {text}, and {phone} or {digits}');
  }
  return data;
}

/** An address of RFC 1918 or this machine, or a name that the public tree does not have. */
function isPrivate(host: string): boolean {
  if (isIPv4(host)) return /^(10|127|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(host);
  if (host.startsWith('[')) return /^\[(::1\]|f[cd])/.test(host);
  return !host.includes('.') || /\.(internal|local|lan|home\.arpa)$/.test(host);
}
