import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Patience } from './connection/backoff.js';
import { LabConnection } from './connection/lab-connection.js';
import { labKeyFrom } from './connection/lab-key.js';
import type { Console } from './console/console.js';
import { Failure } from './console/failure.js';
import type { CliEnvironment } from './environment.js';

/** What every command is given. */
export interface CommandContext {
  readonly console: Console;
  readonly environment: CliEnvironment;
  readonly language: 'vi' | 'en';
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Options of every command that speaks with a platform. */
export const connectionOptions = {
  url: { type: 'string' },
  'key-file': { type: 'string' },
  'insecure-http': { type: 'boolean' },
  lang: { type: 'string' },
} as const satisfies Options;

/** The options of a command, by what it declares. @throws Failure USAGE */
export function optionsIn<Declared extends Options>(args: readonly string[], options: Declared) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usage((error as Error).message.split('. ')[0]!);
  }
}

/** A command that is written wrongly. */
export function usage(en: string, vi = en): Failure {
  return new Failure('USAGE', 'USAGE', { vi, en });
}

/** A number of a unit that an option gives. @throws Failure USAGE */
export function numberIn(name: string, written: string | undefined, otherwise: number): number {
  if (written === undefined) return otherwise;
  const value = Number(written);
  if (written.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw usage(`--${name} takes a number above 0`, `--${name} phải là số lớn hơn 0`);
}

interface ConnectionOptions {
  readonly url?: string | undefined;
  readonly 'key-file'?: string | undefined;
  readonly 'insecure-http'?: boolean | undefined;
}

/** Opens the connection that the options and the environment describe. @throws Failure */
export function labConnection(
  { environment, language }: CommandContext,
  options: ConnectionOptions,
  more: { patience: Patience; signal?: AbortSignal; onRetry?: (reason: string) => void },
): LabConnection {
  const url = platformUrl(options.url ?? environment.url, options['insecure-http'] ?? false);
  const key = () => labKeyFrom(environment, options['key-file']);
  // A missing key is told before anything else is tried.
  key();
  return new LabConnection({ url, key, language, ...more });
}

const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** The address of a platform, without a path at its end. @throws Failure USAGE */
export function platformUrl(written: string, isInsecureAllowed: boolean): string {
  const url = URL.canParse(written) ? new URL(written) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw usage(
      'The URL must be the address of a platform, as https://ketqua.example.vn',
      'URL phải là địa chỉ của hệ thống, ví dụ https://ketqua.example.vn',
    );
  }
  if (url.protocol === 'http:' && !loopback.test(url.hostname) && !isInsecureAllowed) {
    throw usage(
      'Over http a key could be read on its way: use https, or --insecure-http within a network that you trust',
      'Qua http, khóa có thể bị đọc trộm: dùng https, hoặc --insecure-http trong mạng tin cậy',
    );
  }
  return `${url.origin}${url.pathname.replace(/\/(?:graphql)?$/, '')}`;
}
