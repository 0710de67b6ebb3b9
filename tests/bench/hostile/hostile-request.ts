/** A request that means no good, and how it must be answered. */
export interface HostileRequest {
  /** What it tries, for whoever reads a failure. */
  readonly name: string;
  readonly body: Buffer | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: 'GET' | 'POST';
  /** The codes that it may be refused with. */
  readonly codes: readonly string[];
}

export const tooLarge = ['PAYLOAD_TOO_LARGE'];
export const unreadable = ['BAD_REQUEST'];
export const unparsed = ['GRAPHQL_PARSE_FAILED'];
export const invalid = ['GRAPHQL_VALIDATION_FAILED'];
export const costly = ['OPERATION_TOO_COSTLY'];

/** A request of a document. */
export function asking(
  name: string,
  codes: readonly string[],
  query: string,
  variables?: object,
): HostileRequest {
  return { name, codes, body: JSON.stringify({ query, ...(variables && { variables }) }) };
}

/** `write(0) … write(count - 1)`, with blanks between. */
export function repeated(count: number, write: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => write(index)).join(' ');
}
