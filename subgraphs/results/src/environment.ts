import type { CertificateAlgorithm } from '@ketqua/health-cert';
import { distributedEnvironment, readEnvironment } from '@ketqua/platform';
import { z } from 'zod';
import { generousLimits } from './modules/lab-limit/lab-limits.js';
import { generousOfficerLimits, usualOfficerLimits } from './modules/verification/admit-verifications.js';
import type { ResultsSettings } from './settings.js';

const algorithms = ['ES256', 'PS256'] as const satisfies CertificateAlgorithm[];
const isPowerOfTwo = (shards: number) => (shards & (shards - 1)) === 0;

/** What this subgraph reads beside what every server does; the one-process mode extends its own with it. */
export const resultsVariables = {
  KETQUA_AUTHORITY: z
    .string()
    .max(80, 'must have at most 80 characters')
    .default('Ketqua Demo Health Authority'),
  KETQUA_SIGNING_ALGORITHM: z.enum(algorithms).default('ES256'),
  KETQUA_STATUS_SHARDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(256)
    .refine(isPowerOfTwo, 'must be a power of two')
    .default(1),
  KETQUA_TRUST_ROOT: z
    .string()
    .regex(/^[\w-]{43}$/, 'must be a JWK thumbprint: 43 characters of base64url')
    .optional(),
  KETQUA_OFFICER_VERIFICATIONS_PER_MINUTE: z.coerce.number().int().min(10).optional(),
  KETQUA_OFFICER_VERIFICATIONS_PER_DAY: z.coerce.number().int().min(100).optional(),
  KETQUA_LAB_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(generousLimits.requestsPerMinute),
  KETQUA_LAB_ROWS_PER_HOUR: z.coerce.number().int().min(20_000).default(generousLimits.rowsPerHour),
};

const readVariables = z.object(resultsVariables);

/** Reads the settings out of a parsed environment. */
export function resultsSettings(
  environment: z.infer<typeof readVariables> & { KETQUA_COUNTRY: string; KETQUA_ENV: string },
): ResultsSettings {
  const officers = environment.KETQUA_ENV === 'production' ? usualOfficerLimits : generousOfficerLimits;
  return {
    country: environment.KETQUA_COUNTRY,
    authority: environment.KETQUA_AUTHORITY,
    issuing: {
      algorithm: environment.KETQUA_SIGNING_ALGORITHM,
      statusShards: environment.KETQUA_STATUS_SHARDS,
    },
    trustRoot: environment.KETQUA_TRUST_ROOT,
    officerLimits: {
      perMinute: environment.KETQUA_OFFICER_VERIFICATIONS_PER_MINUTE ?? officers.perMinute,
      perDay: environment.KETQUA_OFFICER_VERIFICATIONS_PER_DAY ?? officers.perDay,
    },
    labLimits: {
      requestsPerMinute: environment.KETQUA_LAB_REQUESTS_PER_MINUTE,
      rowsPerHour: environment.KETQUA_LAB_ROWS_PER_HOUR,
    },
  };
}

const resultsEnvironment = distributedEnvironment.extend({
  ...resultsVariables,
  KETQUA_HOST: z.string().default('127.0.0.1'),
  KETQUA_PORT: z.coerce.number().int().min(0).max(65_535).default(4003),
});

/** The environment of the results process, parsed once. @throws EnvironmentError */
export function resultsProcessEnvironment() {
  return readEnvironment(resultsEnvironment);
}
