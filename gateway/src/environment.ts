import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { distributedEnvironment, readEnvironment, serverEnvironment } from '@ketqua/platform';
import { z } from 'zod';
import type { GatewaySettings } from './gateway-settings.js';
import type { Rates } from './limits/rate-limits.js';
import type { TrustedDocumentSettings } from './operations/trusted-documents.js';

const inRepository = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const port = z.coerce.number().int().min(0).max(65_535);

const rate = z.coerce.number().int().min(1).max(100_000_000);

const subgraphUrl = (defaultPort: number) =>
  z
    .string()
    .regex(/^https?:\/\/[^/]+\/graphql$/, 'must be the http address of a /graphql')
    .default(`http://127.0.0.1:${defaultPort}/graphql`);

/** `reference` runs Apollo's executor in place of compiled plans, to find out whose fault something is. */
const execution = z.enum(['compiled', 'reference']).default('compiled');
/** Whether queries that were answered before pass Apollo Server by. */
const shortWay = z.enum(['on', 'off']).default('on');

/** What every gateway reads beside the variables of all servers. */
const gatewayVariables = {
  KETQUA_HOST: z.string().optional(),
  KETQUA_PORT: port.optional(),
  PORT: port.optional(),
  /** How many proxies stand before it and add to X-Forwarded-For. */
  KETQUA_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Further origins, separated by commas, whose pages may open a socket. */
  KETQUA_ORIGINS: z
    .string()
    .regex(
      /^https?:\/\/[^\s,/]+(,https?:\/\/[^\s,/]+)*$/,
      'must be origins such as https://example.org, separated by commas',
    )
    .optional(),
  /** With this bearer token /metrics answers in production to others than loopback, too. */
  KETQUA_METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'must be at least 16 characters without spaces (openssl rand -hex 32)')
    .optional(),
  /** How long a gateway that was told to end goes on listening, in seconds. */
  KETQUA_DRAIN_SECONDS: z.coerce.number().min(0).max(5).default(1),
  /** Requests a minute, over HTTP and on sockets: of an account, of a laboratory's key, from an address. */
  KETQUA_ACCOUNT_REQUESTS_PER_MINUTE: rate.optional(),
  KETQUA_KEY_REQUESTS_PER_MINUTE: rate.optional(),
  KETQUA_ADDRESS_REQUESTS_PER_MINUTE: rate.optional(),
  /** Sockets that may be open at one gateway from an address. */
  KETQUA_SOCKETS_PER_ADDRESS: rate.optional(),
  /** Whether documents are refused that no manifest names: in production, where nothing else is said. */
  KETQUA_TRUSTED_DOCUMENTS: z.enum(['on', 'off']).optional(),
  KETQUA_TRUSTED_DOCUMENTS_FOLDER: z.string().default(inRepository('schema/trusted-documents')),
  /** Keys, laboratories and accounts whose own documents are taken, by identifier, separated by commas. */
  KETQUA_FREE_DOCUMENTS: z
    .string()
    .regex(
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(,[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})*$/,
      'must be identifiers of keys, laboratories or accounts, separated by commas',
    )
    .optional(),
  KETQUA_EXECUTION: execution,
  KETQUA_SHORT_WAY: shortWay,
  KETQUA_SUPERGRAPH: z.string().default(inRepository('schema/supergraph.graphql')),
  KETQUA_WEB_ROOT: z.string().default(inRepository('client/dist/app')),
};

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

interface Bound {
  readonly KETQUA_ENV: 'development' | 'production';
  readonly KETQUA_HOST?: string | undefined;
  readonly KETQUA_MASTER_KEY?: string | undefined;
}

/** Development listens to this machine only; production names its host and its key. */
function refuseCarelessBinding(environment: Bound, context: z.RefinementCtx): void {
  const refuse = (name: keyof Bound, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message });
  const { KETQUA_ENV, KETQUA_HOST, KETQUA_MASTER_KEY } = environment;
  if (KETQUA_ENV === 'development' && KETQUA_HOST !== undefined && !loopback.test(KETQUA_HOST)) {
    refuse(
      'KETQUA_HOST',
      'must be a loopback address in development: set KETQUA_ENV=production to open the door',
    );
  }
  if (KETQUA_ENV === 'production' && KETQUA_MASTER_KEY === undefined) {
    refuse('KETQUA_MASTER_KEY', 'is required in production (openssl rand -base64 32)');
  }
  if (KETQUA_ENV === 'production' && KETQUA_HOST === undefined) {
    refuse('KETQUA_HOST', 'is required in production: the address to listen on, such as 0.0.0.0');
  }
}

/** The variables of a gateway whose subgraphs are processes of their own. */
export const gatewayEnvironment = distributedEnvironment
  .extend({
    ...gatewayVariables,
    KETQUA_CITIZENS_URL: subgraphUrl(4001),
    KETQUA_LABS_URL: subgraphUrl(4002),
    KETQUA_RESULTS_URL: subgraphUrl(4003),
  })
  .superRefine(refuseCarelessBinding);

/** The variables of the one-process mode. */
export const embeddedEnvironment = serverEnvironment
  .extend({
    ...gatewayVariables,
    KETQUA_LOG_LEVEL: serverEnvironment.shape.KETQUA_LOG_LEVEL.unwrap().optional(),
  })
  .superRefine(refuseCarelessBinding);

/** What is logged when nothing is said: in development not each request, over the welcome on the terminal. */
export function logLevelOf({ KETQUA_LOG_LEVEL, KETQUA_ENV }: z.infer<typeof embeddedEnvironment>): string {
  return KETQUA_LOG_LEVEL ?? (KETQUA_ENV === 'development' ? 'warn' : 'info');
}

/** The variables of a gateway before any supergraph: it has no database, no keys and no accounts. */
const plainGatewayEnvironment = serverEnvironment
  .pick({
    KETQUA_LOG_LEVEL: true,
    KETQUA_OTLP_URL: true,
    OTEL_EXPORTER_OTLP_ENDPOINT: true,
    KETQUA_TRACE_SHARE: true,
  })
  .extend({
    KETQUA_HOST: z.string().default('127.0.0.1'),
    KETQUA_PORT: port.optional(),
    PORT: port.optional(),
    KETQUA_EXECUTION: execution,
    KETQUA_SHORT_WAY: shortWay,
  });

/** Parses the environment of a gateway before any supergraph. @throws EnvironmentError */
export function readPlainGatewayEnvironment(source?: Record<string, string | undefined>) {
  return readEnvironment(plainGatewayEnvironment, source);
}

/** A door without guards: GraphQL alone, to everybody who reaches it. */
export function plainSettings(environment: z.infer<typeof plainGatewayEnvironment>): GatewaySettings {
  return {
    host: environment.KETQUA_HOST,
    port: environment.KETQUA_PORT ?? environment.PORT ?? 4000,
    isProduction: false,
    introspection: true,
    graphiql: true,
    isGuarded: false,
    execution: environment.KETQUA_EXECUTION,
    shortWay: environment.KETQUA_SHORT_WAY === 'on',
    developmentMessages: false,
    trustedProxies: 0,
    origins: [],
    webRoot: undefined,
  };
}

/** Parses the environment of a gateway process. @throws EnvironmentError */
export function readGatewayEnvironment(source?: Record<string, string | undefined>) {
  return readEnvironment(gatewayEnvironment, source);
}

/** Parses the environment of the one-process mode. @throws EnvironmentError */
export function readEmbeddedEnvironment(source?: Record<string, string | undefined>) {
  return readEnvironment(embeddedEnvironment, source);
}

/** What the variables say of the gateway's door. */
export function settingsOf(environment: DoorVariables): GatewaySettings {
  const isProduction = environment.KETQUA_ENV === 'production';
  const webRoot = environment.KETQUA_WEB_ROOT;
  return {
    host: environment.KETQUA_HOST ?? '127.0.0.1',
    port: environment.KETQUA_PORT ?? environment.PORT ?? 4000,
    isProduction,
    introspection: !isProduction,
    graphiql: !isProduction,
    isGuarded: true,
    rates: ratesOf(environment),
    trustedDocuments: trustedDocumentsOf(environment),
    execution: environment.KETQUA_EXECUTION,
    shortWay: environment.KETQUA_SHORT_WAY === 'on',
    developmentMessages: !isProduction,
    trustedProxies: environment.KETQUA_TRUSTED_PROXIES,
    origins: environment.KETQUA_ORIGINS?.split(',') ?? [],
    metricsToken: environment.KETQUA_METRICS_TOKEN,
    drainMilliseconds: environment.KETQUA_DRAIN_SECONDS * 1_000,
    webRoot: existsSync(webRoot) ? webRoot : undefined,
  };
}

type DoorVariables = Omit<z.infer<typeof embeddedEnvironment>, 'KETQUA_LOG_LEVEL'>;

/**
 * A checkpoint scans thirty times a minute, a laboratory sends 400 rows one by one, and a carrier has a district behind one
 * address. In development everybody is this machine, load tests too: ten times as much.
 */
function ratesOf(environment: DoorVariables): Rates {
  const times = environment.KETQUA_ENV === 'production' ? 1 : 10;
  return {
    account: environment.KETQUA_ACCOUNT_REQUESTS_PER_MINUTE ?? 600 * times,
    key: environment.KETQUA_KEY_REQUESTS_PER_MINUTE ?? 1_200 * times,
    address: environment.KETQUA_ADDRESS_REQUESTS_PER_MINUTE ?? 6_000 * times,
    sockets: environment.KETQUA_SOCKETS_PER_ADDRESS ?? 2_000 * times,
  };
}

/** Identifiers are understood everywhere; other documents are refused in production. */
function trustedDocumentsOf(environment: DoorVariables): TrustedDocumentSettings {
  const isProduction = environment.KETQUA_ENV === 'production';
  return {
    folder: environment.KETQUA_TRUSTED_DOCUMENTS_FOLDER,
    isEnforced: (environment.KETQUA_TRUSTED_DOCUMENTS ?? (isProduction ? 'on' : 'off')) === 'on',
    free: environment.KETQUA_FREE_DOCUMENTS?.split(',') ?? [],
  };
}
