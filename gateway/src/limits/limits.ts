/** The limits that hold before any work is done, over HTTP and WebSocket alike. */
export const limits = {
  /** Bytes of a request's body. */
  body: 100 * 1024,
  /** Bytes of the body of who sends files, a laboratory's session or ADMIN: 10 MB, with what JSON escapes in it. */
  fileBody: 16 * 1024 * 1024,
  /** Bytes of the body of an officer: a thousand verifications that were made without a network, each sealed. */
  queueBody: 2 * 1024 * 1024,
  /** Lexical tokens of a document; data belongs into variables. */
  tokens: 2_000,
  /** What is wrong with a document is told up to here; the rest is not looked for. */
  validationErrors: 10,
  depth: 12,
  /** Levels that brackets may nest in a document, and objects and lists in its variables; also where nothing else is limited. */
  nesting: 200,
  /** Lists in lists of a document. */
  listLiterals: 8,
  aliases: 30,
  directives: 20,
  /** Root fields of a mutation, whatever they are called. */
  mutations: 5,
  /** Fields that an operation may ask for, pages counted at their size. */
  cost: 20_000,
  /** What a picture or a page of a QR token counts as, in fields: each takes a processor for milliseconds. */
  drawing: 1_000,
  /** Bytes of a WebSocket frame. */
  frame: 16 * 1024,
  /** Pieces in which a WebSocket message may come, whoever cut it: a client, or the network. */
  fragments: 1_024,
  /** Requests of one connection that may wait for their turn (RFC 9112, section 9.3.2). */
  pipelined: 32,
  subscriptionsPerSocket: 5,
  /** Milliseconds until a socket must have introduced itself. */
  connectionInit: 3_000,
  /** Frames that a socket may send in ten seconds. */
  framesPerTenSeconds: 200,
  /** Bytes that may wait for a socket that does not read. */
  unsent: 1024 * 1024,
  sockets: 20_000,
} as const;
