import { readFileSync } from 'node:fs';
import { distributedEnvironment, EnvironmentError, phoneInE164 } from '@ketqua/platform';
import { z } from 'zod';
import {
  type CitizensSettings,
  developmentLimits,
  productionLimits,
  type VonageSettings,
} from './settings.js';

/** What this subgraph reads beside what every server does; the one-process mode extends its own with it. */
export const citizensVariables = {
  KETQUA_ADMIN_PHONE: z.string().optional(),
  VONAGE_APPLICATION_ID: z.string().optional(),
  VONAGE_PRIVATE_KEY: z.string().optional(),
  VONAGE_PRIVATE_KEY_FILE: z.string().optional(),
  VONAGE_BRAND: z.string().max(16).default('Ketqua'),
  VONAGE_SENDER: z.string().max(15).default('Ketqua'),
  VONAGE_API_HOST: z.url().optional(),
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
 * @throws EnvironmentError in production without Vonage, for half of its credentials, or for an unusable phone.
 */
export function citizensSettings(environment: Environment): CitizensSettings {
  const development = environment.KETQUA_ENV === 'development';
  const country = environment.KETQUA_COUNTRY;
  const bootstrapAdminPhone = environment.KETQUA_ADMIN_PHONE;
  if (bootstrapAdminPhone && !phoneInE164(bootstrapAdminPhone, country)) {
    throw new EnvironmentError('KETQUA_ADMIN_PHONE must be a phone number, as +84912345678');
  }
  const vonage = vonageSettings(environment);
  if (!vonage && !development) throw new EnvironmentError('VONAGE_APPLICATION_ID is required in production');
  return {
    development,
    country,
    ...(bootstrapAdminPhone && { bootstrapAdminPhone }),
    ...(vonage && { vonage }),
    limits: development ? developmentLimits : productionLimits,
    wrongCodeMilliseconds: vonage ? 800 : 50,
  };
}

function vonageSettings(environment: Environment): VonageSettings | undefined {
  const { VONAGE_APPLICATION_ID: applicationId, VONAGE_API_HOST: apiHost } = environment;
  if (!applicationId) return undefined;
  return {
    applicationId,
    privateKey: vonagePrivateKey(environment),
    brand: environment.VONAGE_BRAND,
    sender: environment.VONAGE_SENDER,
    ...(apiHost && { apiHost }),
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
