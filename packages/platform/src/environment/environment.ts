import { z } from 'zod';
import type { TracingSettings } from '../telemetry/tracing.js';

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
  /** Where traces go, by OTLP over HTTP; OpenTelemetry's own name for it counts where ours is not set. */
  KETQUA_OTLP_URL: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  KETQUA_TRACE_SHARE: z.coerce.number().min(0).max(1).default(1),
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

/** What the variables say of traces; undefined where they are off. */
export function tracingSettings(
  service: string,
  environment: {
    readonly KETQUA_OTLP_URL?: string | undefined;
    readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
    readonly KETQUA_TRACE_SHARE: number;
  },
): TracingSettings | undefined {
  const url = environment.KETQUA_OTLP_URL ?? environment.OTEL_EXPORTER_OTLP_ENDPOINT;
  return url === undefined ? undefined : { service, url, share: environment.KETQUA_TRACE_SHARE };
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
