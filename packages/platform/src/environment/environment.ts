import { z } from 'zod';

/** Says which variable is wrong and why, in one line; thrown before anything is opened. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** Variables that every server process reads. Secrets are asked for by name in production. */
export const serverEnvironment = z.object({
  KETQUA_ENV: z.enum(['development', 'production']).default('development'),
  KETQUA_HOME: z.string().default('.ketqua'),
  KETQUA_MASTER_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in base64 (openssl rand -base64 32)')
    .optional(),
  KETQUA_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  KETQUA_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code')
    .default('VN'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
    .optional(),
});

/** Where a process without `DATABASE_URL` cannot run: the distributed mode. */
export const distributedEnvironment = serverEnvironment.required({
  DATABASE_URL: true,
  KETQUA_MASTER_KEY: true,
});

/**
 * Parses the process environment once, at boot.
 * @throws EnvironmentError naming the variable and the remedy, never its value.
 */
export function readEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  source: Record<string, string | undefined> = process.env,
): z.infer<Schema> {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const problem = issue.code === 'invalid_type' ? 'is required' : issue.message;
  throw new EnvironmentError(`${issue.path.join('.')} ${problem}`);
}

const launchersEnvironment = z.object({
  KETQUA_LAUNCHERS: z
    .string()
    .regex(/^\d+(,\d+)*$/)
    .optional(),
});

/** The processes without which a server must not go on: whoever launched it. Empty when it was started by itself. */
export function launcherPids(): number[] {
  return readEnvironment(launchersEnvironment).KETQUA_LAUNCHERS?.split(',').map(Number) ?? [];
}
