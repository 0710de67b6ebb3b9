/** A guard: what it is, how it is switched off in the compiled files, and the attack that only it stops. */
export interface Guard {
  readonly name: string;
  /** The compiled file. */
  readonly file: string;
  /** What stands there, once, and what is put in its place. */
  readonly find: string;
  readonly replace: string;
  /** The test that fails without the guard: its file, and a part of its name. */
  readonly where: string;
  readonly attack: string;
  /** It shows only where requests are answered by several connections, or subgraphs have doors of their own. */
  readonly onPostgres?: boolean;
}

const results = (file: string) => `subgraphs/results/dist/modules/${file}.js`;
const citizens = (file: string) => `subgraphs/citizens/dist/modules/${file}.js`;
const gateway = (file: string) => `gateway/dist/${file}.js`;
const platform = (file: string) => `packages/platform/dist/${file}.js`;
const attacks = 'tests/journeys/attacks.test.ts';
const generated = 'tests/journeys/generated-attacks.test.ts';
const claimTests = 'subgraphs/results/src/modules/claim/claim-person.test.ts';
const toldNothing = 'are told nothing, change nothing';

const claims: readonly Guard[] = [
  {
    name: 'a person is claimed on a phone that a laboratory gave for them',
    file: results('claim/claim-person.service'),
    find: '!isUuid(personId) || !onPhone.includes(personId)',
    replace: '!isUuid(personId)',
    where: attacks,
    attack: "cannot open the other's person",
  },
  {
    name: 'five wrong tries lock a person',
    file: results('claim/claim-person.service'),
    find: 'if (person.failedClaims >= mostFailures)',
    replace: 'if (false)',
    where: attacks,
    attack: 'has at most five birth dates of a person judged',
  },
  {
    name: "a person's tries are counted one by one",
    file: results('claim/claim-person.service'),
    find: 'lockMode: LockMode.PESSIMISTIC_WRITE, ',
    replace: '',
    where: attacks,
    attack: 'has five birth dates judged in all, though both phones guess at once',
    onPostgres: true,
  },
  {
    name: 'ten wrong tries a day for an account',
    file: results('claim/claim-tries'),
    find: 'if (row.failures >= mostDailyFailures)',
    replace: 'if (false)',
    where: attacks,
    attack: 'has at most ten tries a day',
  },
  {
    name: "an account's tries are counted one by one",
    file: results('claim/claim-tries'),
    find: "await query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [accountId]);",
    replace: '',
    where: attacks,
    attack: 'has at most ten tries a day',
    onPostgres: true,
  },
  {
    name: 'the birth date is compared',
    file: results('claim/claim-person.service'),
    find: 'if (person.dateOfBirth !== input.dateOfBirth?.trim())',
    replace: 'if (false)',
    where: attacks,
    attack: 'has at most five birth dates of a person judged',
  },
  {
    name: 'an initial only before the claim',
    file: results('person/people-on-phone'),
    find: 'displayName: isClaimed ? person.fullName : initial',
    replace: 'displayName: person.fullName',
    where: claimTests,
    attack: 'shows an initial and nothing else before the birth date',
  },
  {
    name: 'no birth date before the claim',
    file: results('person/people-on-phone'),
    find: 'dateOfBirth: isClaimed ? person.dateOfBirth : null',
    replace: 'dateOfBirth: person.dateOfBirth',
    where: claimTests,
    attack: 'shows an initial and nothing else before the birth date',
  },
  {
    name: 'no results before the claim',
    file: results('person/person.resolver'),
    find: 'if (!(await hasClaimed(context, id)))',
    replace: 'if (false)',
    where: generated,
    attack: toldNothing,
  },
];

const devices: readonly Guard[] = [
  {
    name: 'a suspended claim opens nothing',
    file: results('claim/claims'),
    find: 'where c.account_id = $1 and c.suspended_at is null',
    replace: 'where c.account_id = $1',
    where: 'subgraphs/results/src/modules/phone-report/phone-report.test.ts',
    attack: 'is corrected by the laboratory with correctResult',
  },
  {
    name: 'a new device proves one of its people again',
    file: results('claim/claims'),
    find: 'd.account_id = c.account_id and d.device_id = $2)',
    replace: 'd.account_id = c.account_id)',
    where: 'subgraphs/results/src/modules/claim/claims.test.ts',
    attack: 'are open on a device where one of them was proven',
  },
  {
    name: 'the next holder of a number opens nobody of before',
    file: results('claim/claims'),
    find: 'const isApart = !(await provesDevice(query, viewer, claim.personId));',
    replace: 'const isApart = false;',
    where: 'subgraphs/results/src/modules/claim/claims.test.ts',
    attack: 'stay closed to the next holder of the number',
  },
];

const ownership: readonly Guard[] = [
  {
    name: 'a result is read by whoever claimed its person',
    file: results('test-result/readable-result'),
    find: 'result.releasedAt !== null && (await hasClaimed(context, result.personId))',
    replace: 'result.releasedAt !== null',
    where: attacks,
    attack: 'reads no entity, no service',
  },
  {
    name: 'a claim is of an account',
    file: results('claim/claims'),
    find: 'where c.account_id = $1 and c.suspended_at is null',
    replace: 'where $1::uuid is not null and c.suspended_at is null',
    where: 'subgraphs/results/src/modules/claim/claims.test.ts',
    attack: 'are of an account, though another one is signed in on the same device',
  },
  {
    name: 'a result is read once it was released',
    file: results('test-result/readable-result'),
    find: 'result.releasedAt !== null && ',
    replace: '',
    where: attacks,
    attack: 'reads and certifies nothing that was not released',
  },
  {
    name: 'a result is listed once it was released',
    file: results('person/person.resolver'),
    find: 'releasedAt: { $ne: null },',
    replace: '',
    where: attacks,
    attack: 'reads and certifies nothing that was not released',
  },
  {
    name: 'a QR token is issued by whom the result is for',
    file: results('certificate/issue-qr-token.service'),
    find: 'if (!(await ownResult(context, resultId)))',
    replace: 'if (false)',
    where: attacks,
    attack: "cannot have the other's QR token",
  },
  {
    name: 'a QR token is issued after a fresh code',
    file: results('certificate/issue-qr-token.service'),
    find: 'if (StepUpRequiredError.isNeededBy(viewer))',
    replace: 'if (false)',
    where: attacks,
    attack: 'issues no QR token a quarter of an hour after the code',
  },
  {
    name: 'a QR token is revoked by whoever claimed its person',
    file: results('certificate/revoke-qr-token.service'),
    find: '!certificate || !(await hasClaimed(context, certificate.personId))',
    replace: '!certificate',
    where: attacks,
    attack: "cannot have the other's QR token, nor revoke it",
  },
  {
    name: 'a dispute is read by its parties',
    file: results('dispute/readable-disputes'),
    find: "return viewer.kind === 'account' && viewer.accountId === accountId;",
    replace: "return viewer.kind === 'account';",
    where: 'subgraphs/results/src/modules/dispute/dispute.test.ts',
    attack: 'is not told to another account that opened the same person',
  },
  {
    name: 'what is held of people is told to whoever claimed them',
    file: results('record-data/claimed-people'),
    find: 'if (!isUuid(id) || !(await hasClaimed(context, id)))',
    replace: 'if (!isUuid(id))',
    where: generated,
    attack: toldNothing,
  },
  {
    name: 'a result is disputed by whom it is for',
    file: results('dispute/open-dispute.service'),
    find: 'const result = await ownResult(context, input.resultId);',
    replace: 'const result = { id: input.resultId, personId: input.resultId, labId: input.resultId };',
    where: generated,
    attack: toldNothing,
  },
  {
    name: 'who opened a record is told to whoever claimed the person',
    file: results('record-access/person-accesses.service'),
    find: 'hasClaimed(context, personId)',
    replace: 'Promise.resolve(true)',
    where: generated,
    attack: toldNothing,
  },
];

const laboratories: readonly Guard[] = [
  {
    name: 'a laboratory reads a submission of its own',
    file: results('submission/submissions.resolver'),
    find: 'context.em.findOne(Submission, { id, labId })',
    replace: 'context.em.findOne(Submission, { id })',
    where: attacks,
    attack: "reads another's submission neither by id nor by key",
  },
  {
    name: 'a laboratory finds a submission of its own by its key',
    file: results('submission/submissions.resolver'),
    find: 'context.em.findOne(Submission, { idempotencyKey, labId })',
    replace: 'context.em.findOne(Submission, { idempotencyKey })',
    where: attacks,
    attack: "reads another's submission neither by id nor by key",
  },
  {
    name: 'a laboratory lists its own submissions',
    file: results('submission/submissions.resolver'),
    find: 'context.em.find(Submission, { labId, ...before }',
    replace: 'context.em.find(Submission, { ...before }',
    where: attacks,
    attack: "reads another's submission neither by id nor by key",
  },
  {
    name: 'a laboratory searches its own results',
    file: results('test-result/search-results.service'),
    find: '\n        labId,',
    replace: '',
    where: attacks,
    attack: "lists, searches and recalls nothing of another's",
  },
  {
    name: "a laboratory's result is read by it alone",
    file: results('test-result/readable-result'),
    find: 'if (result.labId === labOf(context.viewer))',
    replace: 'if (labOf(context.viewer))',
    where: generated,
    attack: toldNothing,
  },
  {
    name: 'a key that may only submit reads no patient back',
    file: results('test-result/present-patient'),
    find: "viewer.kind === 'lab' && viewer.access === 'SUBMIT_AND_READ'",
    replace: "viewer.kind === 'lab'",
    where: attacks,
    attack: 'that may only submit reads no patient back',
  },
];

const streams: readonly Guard[] = [
  {
    name: 'results are told to the phones that they were reported with',
    file: results('test-result/result-released.resolver'),
    find: 'released.phoneIndexes.includes(viewer.phoneIndex)',
    replace: 'true',
    where: attacks,
    attack: "hears nothing of the other's results, neither live",
  },
  {
    name: 'results are told to their laboratory',
    file: results('test-result/result-released.resolver'),
    find: 'if (released.labId === labOf(viewer))',
    replace: 'if (labOf(viewer))',
    where: attacks,
    attack: "hears nothing of another's results",
  },
  {
    name: 'QR tokens are told to whoever claimed their person',
    file: results('certificate/qr-token-status-changed.resolver'),
    find: 'if (!(await concerns(context, event, changed)))',
    replace: 'if (false)',
    where: generated,
    attack: 'hear nothing over sockets',
  },
  {
    name: 'disputes are told to their parties',
    file: results('dispute/dispute-changed.resolver'),
    find: 'const row = await readableDispute(context, changed.disputeId);',
    replace:
      "const row = (await import('./dispute-record.js')).disputeOf((await import('@ketqua/platform')).queryIn(em), changed.disputeId);",
    where: generated,
    attack: 'hear nothing over sockets',
  },
  {
    name: "a checkpoint's feed is told to whoever stands there",
    file: results('verification/verification-feed.resolver'),
    find: 'const isAllowed = (await watchedCheckpoint(this.context, checkpointId)) !== null;',
    replace: 'const isAllowed = true;',
    where: attacks,
    attack: 'verifies nothing there, reads no history',
  },
  {
    name: "a checkpoint's history is read by whoever stands there",
    file: results('verification/verification-feed.resolver'),
    find: 'if (!(await watchedCheckpoint(context, checkpointId)))',
    replace: 'if (false)',
    where: attacks,
    attack: 'verifies nothing there, reads no history',
  },
  {
    name: 'an officer verifies at their own checkpoint',
    file: results('shift/duty'),
    find: 'const checkpoint = standsAt(context, id) && (await readableCheckpoint(context, id));',
    replace: 'const checkpoint = await context.loaders.checkpoint.load(id);',
    where: attacks,
    attack: 'verifies nothing there, reads no history',
  },
  {
    name: 'what becomes of a laboratory is told to it and to ADMIN',
    file: 'subgraphs/labs/dist/modules/lab-sync/lab-sync-changed.resolver.js',
    find: "if (!hasRole(viewer, 'ADMIN') && labOf(viewer) !== labId)",
    replace: 'if (false)',
    where: 'subgraphs/labs/src/modules/lab-sync/lab-sync.test.ts',
    attack: '',
  },
];

const sessions: readonly Guard[] = [
  {
    name: 'a session that ended is refused',
    file: gateway('authentication/authenticate'),
    find: "if (state !== 'in force')",
    replace: 'if (false)',
    where: attacks,
    attack: 'of a session that ended is refused',
  },
  {
    name: 'a token that outlives its revocation is refused',
    file: gateway('authentication/authenticate'),
    find: 'if (life > longestLife)',
    replace: 'if (false)',
    where: attacks,
    attack: 'that is forged, tampered with, expired or too long-lived',
  },
  {
    name: 'a token of before a role was taken away is refused',
    file: gateway('authentication/revocations'),
    find: "changedAt !== undefined && issuedAt.getTime() <= changedAt ? 'overtaken' : 'in force'",
    replace: "'in force'",
    where: attacks,
    attack: 'that names a role which was taken away',
  },
  {
    name: "a revoked key's sessions are refused",
    file: gateway('authentication/revocations'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code
    find: "this.#moments.has(`key ${viewer.keyId}`) ? 'revoked' : 'in force'",
    replace: "'in force'",
    where: attacks,
    attack: 'of a laboratory whose key was revoked',
  },
  {
    name: 'an open socket ends with its session',
    file: gateway('sockets/socket-server'),
    find: "if (state === 'revoked')",
    replace: 'if (false)',
    where: attacks,
    attack: 'of a session that ended is refused',
  },
  {
    name: 'an open socket ends with its token',
    file: gateway('sockets/socket-session'),
    find: "this.#expiry = setTimeout(() => this.close(closeCodes.expired, 'The access token has expired'), life);",
    replace: '',
    where: 'gateway/src/authentication/authentication.test.ts',
    attack: 'closes with 4401 when its token expires while it is open',
  },
  {
    name: 'a refresh token that comes twice ends its session',
    file: citizens('session/refresh-session.service'),
    find: 'if (state.isUsed)',
    replace: 'if (false)',
    where: attacks,
    attack: 'that comes twice ends the whole family',
  },
  {
    name: 'refresh tokens are taken one by one',
    file: citizens('session/refresh-session.service'),
    find: 'const lockMode = LockMode.PESSIMISTIC_WRITE;',
    replace: 'const lockMode = LockMode.NONE;',
    where: attacks,
    attack: 'that comes twenty times at once gives at most one session',
    onPostgres: true,
  },
  {
    name: "somebody ends their own account's sessions",
    file: citizens('session/end-sessions'),
    find: 'where account_id = $1 and ended_at',
    replace: 'where (account_id = $1 or true) and ended_at',
    where: attacks,
    attack: "ends only their own sessions, 'everywhere' included",
  },
  {
    name: 'a page never sees the tokens of its cookies',
    file: gateway('authentication/session-cookies'),
    find: 'if (key in result)',
    replace: 'if (false)',
    where: 'gateway/src/authentication/session-cookies.test.ts',
    attack: '',
  },
  {
    name: 'cookies are for this site alone',
    file: gateway('authentication/session-cookies'),
    find: "sameSite: 'strict'",
    replace: "sameSite: 'none'",
    where: 'gateway/src/authentication/session-cookies.test.ts',
    attack: '',
  },
  {
    name: 'a socket is opened to a page of ours alone',
    file: gateway('sockets/socket-server'),
    find: "return URL.canParse(origin) && new URL(origin).host === headers.host ? undefined : '403 Forbidden';",
    replace: 'return undefined;',
    where: attacks,
    attack: 'is opened to no page of another origin',
  },
];

const codes: readonly Guard[] = [
  {
    name: 'a code is tried five times',
    file: citizens('sign-in/verify-otp.service'),
    find: 'if (challenge.isLocked())',
    replace: 'if (false)',
    where: attacks,
    attack: 'has at most five tries of a code judged',
  },
  {
    name: 'tries of a code are counted one by one',
    file: citizens('sign-in/verify-otp.service'),
    find: '{ lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true }',
    replace: '{ refresh: true }',
    where: attacks,
    attack: 'has at most five tries of a code judged',
    onPostgres: true,
  },
  {
    name: 'a provider that does not answer is not asked without end',
    file: citizens('sign-in/verify-otp.service'),
    find: 'and unanswered < $2',
    replace: 'and ($2::int is not null)',
    where: 'subgraphs/citizens/src/modules/phone-network/vonage.test.ts',
    attack: 'is asked ten times at most for one code',
  },
  {
    name: 'only a phone that may be texted is',
    file: citizens('sign-in/start-verification.job'),
    find: 'if (!(await isKnown(orm, challenge)))',
    replace: 'if (false)',
    where: 'subgraphs/citizens/src/modules/sign-in/sign-in.test.ts',
    attack: 'texts only the known one',
  },
];

const roles: readonly Guard[] = [
  {
    name: 'the catalogue of permissions',
    file: platform('graphql/authorize'),
    find: "permission === 'public' || allows(viewer, permission)",
    replace: 'true',
    where: attacks,
    attack: 'are refused to everybody else',
  },
  {
    name: 'a key is asked whether keys may',
    file: platform('viewer/permissions'),
    find: 'return grant.labKey ?? false;',
    replace: 'return true;',
    where: attacks,
    attack: 'is no person: with a key it opens nobody',
  },
];

const limit = (name: string, line: string, loosened: string, where: string, attack: string): Guard => ({
  name,
  file: gateway('limits/limits'),
  find: line,
  replace: loosened,
  where,
  attack,
});

const sizes: readonly Guard[] = [
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
    where: attacks,
    attack: 'shows no messages, no schema',
  },
  {
    name: 'no suggestions in production',
    file: gateway('apollo-server'),
    find: 'hideSchemaDetailsFromClientErrors: !settings.introspection',
    replace: 'hideSchemaDetailsFromClientErrors: false',
    where: attacks,
    attack: 'shows no messages, no schema',
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
    find: "router.post('/', ",
    replace: "router.all('/', ",
    where: attacks,
    attack: 'sent by a page elsewhere is refused',
  },
];

const signatures: readonly Guard[] = [
  ...(
    [
      ['for which room', 'audience: this.audience,', '', 'signed by another key, for another room'],
      [
        'for which body',
        'if (payload.body !== digest(body))',
        'if (false)',
        'signed by another key, for another room',
      ],
      ['once', 'if (this.#seen.has(nonce))', 'if (false)', 'signed by another key, for another room'],
      ['by whom', "issuer: 'gateway',", '', 'was signed by somebody else, without an end, or long ago'],
      [
        'until when',
        "requiredClaims: ['exp', 'jti']",
        "requiredClaims: ['jti']",
        'was signed by somebody else, without an end, or long ago',
      ],
    ] as const
  ).map(([name, find, replace, attack]) => ({
    name: `what the gateway signs: ${name}`,
    file: platform('viewer/signed-request'),
    find,
    replace,
    where: attacks,
    attack,
    onPostgres: true,
  })),
  {
    name: 'a subgraph believes what is signed alone',
    file: platform('subgraph/serve-subgraph'),
    find: 'if (!(error instanceof UnsignedRequestError))\n            throw error;\n        return end(response, 401,',
    replace:
      "caller = { viewer: { kind: 'anonymous' }, locale: 'en', address: '', requestId: '' };\n        if (!caller) return end(response, 401,",
    where: attacks,
    attack: 'is refused unsigned, `_service` and `_entities` included',
    onPostgres: true,
  },
  {
    name: 'a subgraph believes on a socket what is signed alone',
    file: platform('subgraph/serve-subgraph'),
    find: 'if (!caller)\n',
    replace: 'if (false)\n',
    where: attacks,
    attack: 'is refused over a socket in the same ways',
    onPostgres: true,
  },
];

const officers: readonly Guard[] = [
  {
    name: 'nothing opens outside the shifts of an officer',
    file: results('shift/duty'),
    find: 'if (isOnDuty) return checkpoint;',
    replace: 'return checkpoint;',
    where: 'subgraphs/results/src/modules/verification/report-verifications.test.ts',
    attack: 'opens nothing outside them',
  },
  {
    name: 'where no rule is in force nobody passes',
    file: 'packages/health-cert/dist/rules-in-force.js',
    find: 'rules.some(isInForce) ? rules : [...rules, noRules]',
    replace: 'rules',
    where: 'packages/health-cert/src/open-trust-bundle.test.ts',
    attack: 'passes nobody by a set that is not in it',
  },
];

const codesOfDesks: readonly Guard[] = [
  {
    name: 'a claim code counts once',
    file: results('help-desk/redeem-claim-code.service'),
    find: 'where code_hash = $1 and redeemed_at is null and expires_at',
    replace: 'where code_hash = $1 and expires_at',
    where: 'subgraphs/results/src/modules/help-desk/help-desk.test.ts',
    attack: 'hands out codes that count once',
  },
  {
    name: 'a phone that was parted meanwhile opens nobody',
    file: results('claim/claim-person.service'),
    find: 'if (!(await holdsOnPhone(queryIn(em), viewer, personId)))',
    replace: 'if (false)',
    where: 'subgraphs/results/src/modules/phone-report/phone-report.test.ts',
    attack: 'opens nobody, though the birth date comes at the moment',
    onPostgres: true,
  },
  {
    name: 'a stranger leaves a known device its code',
    file: citizens('sign-in/verify-otp.service'),
    find: '!(await isLeftToDevice(query, challenge))',
    replace: 'true',
    where: 'subgraphs/citizens/src/modules/phone-network/vonage-scenarios.test.ts',
    attack: '26 the stranger guesses while a known device waits',
  },
];

/** The guards, each with the attack that only it stops. `npm run bench -- guards` switches them off one by one. */
export const guards: readonly Guard[] = [
  ...claims,
  ...devices,
  ...ownership,
  ...laboratories,
  ...streams,
  ...sessions,
  ...codes,
  ...roles,
  ...sizes,
  ...signatures,
  ...officers,
  ...codesOfDesks,
];
