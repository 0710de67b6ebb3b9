import { attacks, type Guard } from './guard.js';

const citizens = (file: string) => `subgraphs/citizens/dist/modules/${file}.js`;

/** Who is let in, and how often: the guards of citizens. */
export const citizensGuards: readonly Guard[] = [
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
  {
    name: 'a stranger leaves a known device its code',
    file: citizens('sign-in/verify-otp.service'),
    find: '!(await isLeftToDevice(query, { isTrusted, verificationId }))',
    replace: 'true',
    where: 'subgraphs/citizens/src/modules/phone-network/vonage-scenarios.test.ts',
    attack: '26 the stranger guesses while a known device waits',
  },
  {
    name: 'a code that is typed early tells by its haste no phone that is known',
    file: citizens('sign-in/verify-otp.service'),
    find: 'Math.max(began, earlyUntil)',
    replace: 'began',
    where: 'subgraphs/citizens/src/modules/sign-in/early-code.test.ts',
    attack: 'is refused no sooner where a provider was asked',
  },
];
