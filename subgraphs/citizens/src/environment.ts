import { readFileSync } from 'node:fs';
import { distributedEnvironment, EnvironmentError, phoneInE164 } from '@ketqua/platform';
import { z } from 'zod';
import {
  type CitizensSettings,
  developmentLimits,
  generousTexts,
  knownPushServices,
  type PushSettings,
  productionLimits,
  type VonageSettings,
} from './settings.js';
import { smsGatewaySettings, smsGatewayVariables } from './sms-gateway-environment.js';

/** What this subgraph reads beside what every server does; the one-process mode extends its own with it. */
export const citizensVariables = {
  KETQUA_ADMIN_PHONE: z.string().optional(),
  KETQUA_PUSH_CONTACT: z
    .string()
    .regex(/^(mailto:[^@\s]+@[^@\s]+|https:\/\/\S+)$/)
    .optional(),
  KETQUA_PUSH_SERVICES: z.string().default(knownPushServices.join(',')),
  KETQUA_CODES_PER_HOUR: z.coerce.number().int().min(1).max(1_000_000).default(generousTexts.perHour),
  KETQUA_CODES_PER_DAY: z.coerce.number().int().min(1).max(10_000_000).default(generousTexts.perDay),
  KETQUA_PRINT_TEXTS: z.enum(['true', 'false']).default('false'),
  ...smsGatewayVariables,
  VONAGE_APPLICATION_ID: z.string().optional(),
  VONAGE_PRIVATE_KEY: z.string().optional(),
  VONAGE_PRIVATE_KEY_FILE: z.string().optional(),
  VONAGE_BRAND: z.string().max(16).default('Ketqua'),
  VONAGE_SENDER: z.string().max(15).default('Ketqua'),
  VONAGE_API_HOST: z.url().optional(),
  /** HS256 needs as many bits as it can get: a short one could be guessed from one webhook. */
  VONAGE_SIGNATURE_SECRET: z.string().min(16).optional(),
  VONAGE_API_KEY: z.string().optional(),
  VONAGE_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(8_000),
};

/** The variables of a citizens process of its own. */
export const citizensEnvironment = distributedEnvironment.extend({
  KETQUA_HOST: z.string().default('127.0.0.1'),
  KETQUA_PORT: z.coerce.number().int().min(0).max(65_535).default(4001),
  ...citizensVariables,
});

const readVariables = z.object(citizensVariables);
type Environment = z.infer<typeof readVariables> & {
  KETQUA_ENV: 'development' | 'production';
  KETQUA_COUNTRY: string;
};

/**
 * Reads the settings out of a parsed environment.
 * @throws EnvironmentError in production with neither Vonage nor an SMS gateway, for half of its credentials, or for an unusable phone.
 */
export function citizensSettings(environment: Environment): CitizensSettings {
  const development = environment.KETQUA_ENV === 'development';
  const country = environment.KETQUA_COUNTRY;
  const bootstrapAdminPhone = environment.KETQUA_ADMIN_PHONE;
  if (bootstrapAdminPhone && !phoneInE164(bootstrapAdminPhone, country)) {
    throw new EnvironmentError('KETQUA_ADMIN_PHONE must be a phone number, as +84912345678');
  }
  const vonage = vonageSettings(environment);
  const smsGateway = smsGatewaySettings(environment);
  if (!vonage && !smsGateway && !development) {
    throw new EnvironmentError('VONAGE_APPLICATION_ID is required in production, or SMS_GATEWAY_URL');
  }
  const printsTexts = environment.KETQUA_PRINT_TEXTS === 'true';
  if (printsTexts && !development) {
    throw new EnvironmentError('KETQUA_PRINT_TEXTS is for development: codes would stand in the log');
  }
  return {
    development,
    country,
    ...(bootstrapAdminPhone && { bootstrapAdminPhone }),
    ...(vonage && { vonage }),
    ...(smsGateway && { smsGateway }),
    ...(printsTexts && { printsTexts }),
    ...pushSettings(environment),
    texts: {
      ...generousTexts,
      perHour: environment.KETQUA_CODES_PER_HOUR,
      perDay: environment.KETQUA_CODES_PER_DAY,
    },
    limits: development ? developmentLimits : productionLimits,
    wrongCodeMilliseconds: vonage ? 800 : 50,
    earlyCodeMilliseconds: vonage || smsGateway ? 5_000 : 1_000,
  };
}

/** Without a contact there is no web push, save in development. */
function pushSettings({ KETQUA_ENV, KETQUA_PUSH_CONTACT, KETQUA_PUSH_SERVICES }: Environment): {
  push?: PushSettings;
} {
  const contact =
    KETQUA_PUSH_CONTACT ?? (KETQUA_ENV === 'development' ? 'mailto:development@ketqua.invalid' : undefined);
  if (!contact) return {};
  const services = KETQUA_PUSH_SERVICES.split(',').map((host) => host.trim().toLowerCase());
  const wrong = services.find((host) => !/^\.?[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(host));
  if (wrong !== undefined) {
    throw new EnvironmentError(
      'KETQUA_PUSH_SERVICES must be host names, as fcm.googleapis.com,.push.apple.com',
    );
  }
  return { push: { contact, services } };
}

function vonageSettings(environment: Environment): VonageSettings | undefined {
  const { VONAGE_APPLICATION_ID: applicationId, VONAGE_API_HOST: apiHost } = environment;
  const { VONAGE_SIGNATURE_SECRET: signatureSecret, VONAGE_API_KEY: apiKey } = environment;
  if (!applicationId) return undefined;
  return {
    applicationId,
    privateKey: vonagePrivateKey(environment),
    brand: environment.VONAGE_BRAND,
    sender: environment.VONAGE_SENDER,
    ...(apiHost && { apiHost }),
    ...(signatureSecret && { signatureSecret }),
    ...(apiKey && { apiKey }),
    timeoutMilliseconds: environment.VONAGE_TIMEOUT_MS,
  };
}

function vonagePrivateKey({ VONAGE_PRIVATE_KEY: given, VONAGE_PRIVATE_KEY_FILE: file }: Environment): string {
  if (!given && !file) {
    throw new EnvironmentError('VONAGE_PRIVATE_KEY or VONAGE_PRIVATE_KEY_FILE is required with Vonage');
  }
  let key = given;
  try {
    key ??= readFileSync(file!, 'utf8');
  } catch {
    throw new EnvironmentError('VONAGE_PRIVATE_KEY_FILE cannot be read');
  }
  // A PEM in one line, as environment files hold it.
  const pem = key.replaceAll('\\n', '\n');
  if (!pem.includes('PRIVATE KEY-----')) {
    throw new EnvironmentError(
      `${given ? 'VONAGE_PRIVATE_KEY' : 'VONAGE_PRIVATE_KEY_FILE'} must hold a PEM key`,
    );
  }
  return pem;
}
