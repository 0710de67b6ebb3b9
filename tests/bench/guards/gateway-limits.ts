import { attacks, type Guard, generated } from './guard.js';

const gateway = (file: string) => `gateway/dist/${file}.js`;

const limit = (name: string, line: string, loosened: string, where: string, attack: string): Guard => ({
  name,
  file: gateway('limits/limits'),
  find: line,
  replace: loosened,
  where,
  attack,
});

/** A count that is not taken. */
const rate = (name: string, file: string, find: string, attack: string): Guard => ({
  name,
  file: gateway(file),
  find,
  replace: '((_counted) => undefined)(',
  where: 'gateway/src/limits/rate-limits.test.ts',
  attack,
});

/** How much may be asked, and in which form: the guards of sizes, in the gateway. */
export const limitGuards: readonly Guard[] = [
  limit('tokens of a document', 'tokens: 2_000', 'tokens: 2_000_000', attacks, 'it has two thousand tokens'),
  limit('depth of a document', 'depth: 12', 'depth: 1_000', attacks, 'it goes thirteen deep'),
  limit('aliases of a document', 'aliases: 30', 'aliases: 10_000', attacks, 'it has thirty-one aliases'),
  limit(
    'directives of a document',
    'directives: 20',
    'directives: 9_999',
    attacks,
    'it has twenty-one directives',
  ),
  limit('mutations of a document', 'mutations: 5', 'mutations: 5_000', attacks, 'it is six mutations'),
  limit('cost of an operation', 'cost: 20_000', 'cost: 1e12', attacks, 'it asks for a million fields'),
  limit(
    'drawings of an operation',
    'drawing: 1_000',
    'drawing: 1',
    attacks,
    'it has a code drawn thirty times',
  ),
  limit('bytes of a body', '\n    body: 100 * 1024', '\n    body: 9e6', attacks, 'past 100 kB is refused'),
  limit('bytes of a frame', 'frame: 16 * 1024', 'frame: 9e6', attacks, 'is closed for a frame past 16 kB'),
  limit(
    'frames of a socket',
    'framesPerTenSeconds: 200',
    'framesPerTenSeconds: 1e9',
    attacks,
    'is closed for a frame past',
  ),
  limit(
    'subscriptions of a socket',
    'subscriptionsPerSocket: 5',
    'subscriptionsPerSocket: 500',
    attacks,
    'takes no sixth',
  ),
  limit(
    'silence of a socket',
    'connectionInit: 3_000',
    'connectionInit: 300_000',
    attacks,
    'is closed for a frame past',
  ),
  {
    name: 'no batches',
    file: gateway('apollo-server'),
    find: 'allowBatchedHttpRequests: false',
    replace: 'allowBatchedHttpRequests: true',
    where: generated,
    attack: 'are refused as a batch',
  },
  {
    name: 'no introspection in production',
    file: gateway('apollo-server'),
    find: 'introspection: settings.introspection',
    replace: 'introspection: true',
    // In production a stranger's document is refused before that: the second wall is tried by itself.
    where: 'gateway/src/limits/limits.test.ts',
    attack: 'cannot read the schema',
  },
  {
    name: 'no suggestions in production',
    file: gateway('apollo-server'),
    find: 'hideSchemaDetailsFromClientErrors: !settings.introspection',
    replace: 'hideSchemaDetailsFromClientErrors: false',
    where: 'gateway/src/errors/format-error.test.ts',
    attack: 'suggests names of the schema only',
  },
  {
    name: 'development messages are told on this machine alone',
    file: gateway('http/development-messages'),
    find: 'if (!isLocal(request))',
    replace: 'if (false)',
    where: 'gateway/src/http/http-app.test.ts',
    attack: 'are told under a loopback name only',
  },
  {
    name: 'a query is asked by POST alone',
    file: gateway('http/graphql-endpoint'),
    find: "request.method !== 'POST'",
    replace: 'false',
    where: attacks,
    attack: 'sent by a page elsewhere is refused',
  },
  {
    name: 'what a known query costs with other variables',
    file: gateway('http/short-way'),
    find: '!isGuarded || highestCost <= limits.cost',
    replace: 'true',
    where: 'gateway/src/http/short-way.test.ts',
    attack: 'is not for what a known query costs',
  },
  {
    name: 'suggestions left out on sockets',
    file: gateway('subscriptions/judge-subscription'),
    find: 'planned.map(withoutSuggestions)',
    replace: 'planned',
    where: 'gateway/src/errors/format-error.test.ts',
    attack: 'suggests names of the schema only',
  },
  {
    name: 'trusted documents alone in production',
    file: gateway('operations/trusted-documents'),
    find: '!this.settings.isEnforced ||',
    replace: 'true ||',
    where: 'tests/journeys/trusted-documents.test.ts',
    attack: 'answers no document of a stranger',
  },
  {
    name: 'trusted documents on sockets',
    file: gateway('subscriptions/judge-subscription'),
    find: 'documents?.textOf(payload, caller.viewer) ?? payload.query',
    replace: 'payload.query',
    where: 'gateway/src/operations/trusted-documents.test.ts',
    attack: 'does the same on a socket',
  },
  rate('requests of an address', 'http/graphql-endpoint', 'rateLimits?.fromAddress(', 'from one address'),
  rate(
    'requests of an account or a key',
    'http/graphql-endpoint',
    'rateLimits?.ofViewer(',
    'with one account',
  ),
  rate(
    'subscriptions are requests',
    'subscriptions/judge-subscription',
    'rateLimits?.fromAddress(caller.address) ?? rateLimits?.ofViewer(',
    'is counted the same on sockets',
  ),
  {
    name: 'open sockets of an address',
    file: gateway('sockets/socket-addresses'),
    find: 'open < this.rateLimits.rates.sockets',
    replace: 'true',
    where: 'gateway/src/limits/rate-limits.test.ts',
    attack: 'opens no more sockets',
  },
];
