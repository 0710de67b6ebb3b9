/** What a client does when its socket was closed with a code. */
export type AfterClose =
  /** Connect again, and resume each subscription behind its last cursor. */
  | 'resume'
  /** The same, once the session was refreshed. */
  | 'refresh'
  /** Sign in: this session is over. */
  | 'sign in'
  /** Nothing would be better the next time: the client is to be mended. */
  | 'give up';

/** One way in which a socket ends. */
export interface CloseCode {
  readonly code: number;
  /** What the close frame says, at most 123 bytes of UTF-8 (RFC 6455, section 5.5). */
  readonly reason: string;
  readonly meaning: string;
  readonly afterwards: AfterClose;
}

/**
 * Every code with which the gateway closes a socket: of RFC 6455 (below 4000), of graphql-transport-ws (its PROTOCOL.md),
 * and ours, 4420.
 */
export const closeCodes = {
  goingAway: {
    code: 1001,
    reason: 'Going away',
    meaning: 'This gateway ends; another takes its place.',
    afterwards: 'resume',
  },
  protocolError: {
    code: 1002,
    reason: '',
    meaning: 'A frame of the client is none of RFC 6455, or is not masked.',
    afterwards: 'resume',
  },
  invalidText: {
    code: 1007,
    reason: '',
    meaning: 'A text of the client is not UTF-8.',
    afterwards: 'resume',
  },
  tooManyFragments: {
    code: 1008,
    reason: '',
    meaning: 'A message of the client came in more than 1,024 pieces.',
    afterwards: 'resume',
  },
  frameTooLarge: {
    code: 1009,
    reason: '',
    meaning: 'A frame of the client is larger than 16 kB.',
    afterwards: 'give up',
  },
  badRequest: {
    code: 4400,
    reason: 'Invalid message',
    meaning: 'A frame is no message of graphql-transport-ws.',
    afterwards: 'give up',
  },
  unauthorized: {
    code: 4401,
    reason: 'Unauthorized',
    meaning: 'The client subscribed before its connection_init was acknowledged.',
    afterwards: 'give up',
  },
  expired: {
    code: 4401,
    reason: 'The access token has expired',
    meaning: 'The access token has expired, at connection_init or since.',
    afterwards: 'refresh',
  },
  rolesChanged: {
    code: 4401,
    reason: 'The roles of this account changed',
    meaning:
      'The roles of the account changed since the access token was issued: a refreshed one has those of now.',
    afterwards: 'refresh',
  },
  invalid: {
    code: 4403,
    reason: 'The access token is not valid',
    meaning: 'The access token is not one of ours, or its session or key was over before connection_init.',
    afterwards: 'sign in',
  },
  revoked: {
    code: 4403,
    reason: 'The access token was revoked',
    meaning: 'The session ended, or the key was revoked, while the socket was open.',
    afterwards: 'sign in',
  },
  subprotocol: {
    code: 4406,
    reason: 'Subprotocol not acceptable',
    meaning: 'The client offered no subprotocol, or not graphql-transport-ws.',
    afterwards: 'give up',
  },
  initTimeout: {
    code: 4408,
    reason: 'Connection initialisation timeout',
    meaning: 'No connection_init came within three seconds.',
    afterwards: 'resume',
  },
  duplicateSubscriber: {
    code: 4409,
    reason: 'A subscription of this id is open already',
    meaning: 'Two subscriptions under one id.',
    afterwards: 'give up',
  },
  slowReader: {
    code: 4420,
    reason: 'Too much is unread',
    meaning: 'More than 1 MB waited for the client to read it.',
    afterwards: 'resume',
  },
  tooManyInits: {
    code: 4429,
    reason: 'Too many initialisation requests',
    meaning: 'A second connection_init.',
    afterwards: 'give up',
  },
  tooManyMessages: {
    code: 4429,
    reason: 'Too many messages',
    meaning: 'More than 200 frames in ten seconds.',
    afterwards: 'resume',
  },
  internalError: {
    code: 4500,
    reason: 'Something went wrong on our side',
    meaning: 'What was not foreseen; the log of the gateway knows it.',
    afterwards: 'resume',
  },
} as const satisfies Record<string, CloseCode>;
