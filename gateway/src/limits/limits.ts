/** The limits that hold before any work is done, over HTTP and WebSocket alike. */
export const limits = {
  /** Bytes of a request's body. */
  body: 100 * 1024,
  /** Bytes of the body of a laboratory's session, whose submissions are large. */
  labBody: 10 * 1024 * 1024,
  /** Lexical tokens of a document; data belongs into variables. */
  tokens: 2_000,
  depth: 12,
  aliases: 30,
  directives: 20,
  /** Root fields of a mutation, whatever they are called. */
  mutations: 5,
  /** Fields that an operation may ask for, pages counted at their size. */
  cost: 20_000,
  /** Bytes of a WebSocket frame. */
  frame: 16 * 1024,
  subscriptionsPerSocket: 5,
  /** Milliseconds until a socket must have introduced itself. */
  connectionInit: 3_000,
  /** Frames that a socket may send in ten seconds. */
  framesPerTenSeconds: 200,
  /** Bytes that may wait for a socket that does not read. */
  unsent: 1024 * 1024,
  sockets: 20_000,
} as const;
