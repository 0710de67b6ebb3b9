/** A row of results.verification with its event, as whoever took the tables has it: without the day keys. */
export interface TakenRow {
  readonly id: string;
  readonly checkpointId: string;
  /** Hexadecimal; null where the text was no certificate. */
  readonly pseudonym: string | null;
  /** Milliseconds since 1970. */
  readonly verifiedAt: number;
  /** Where its event stands in the log. */
  readonly eventId: number;
  /** Everything else of the row and of its event, written out. */
  readonly rest: string;
}

/** How alike two rows are; more is likelier the same person. */
export type Guess = (one: TakenRow, other: TakenRow) => number;

const bytesOf = ({ pseudonym }: TakenRow) => Buffer.from(pseudonym ?? '', 'hex');
const bitsOf = (byte: number) => byte.toString(2).replaceAll('0', '').length;

/** Everything that somebody without the keys can compare of two rows. */
export const guesses: Readonly<Record<string, Guess>> = {
  'equal pseudonyms': (one, other) => (one.pseudonym === other.pseudonym ? 1 : 0),
  'pseudonyms with many equal bits': (one, other) => {
    const others = bytesOf(other);
    return -bytesOf(one).reduce((sum, byte, at) => sum + bitsOf(byte ^ (others[at] ?? 0)), 0);
  },
  'pseudonyms near each other as numbers': (one, other) =>
    -Math.abs(
      Number.parseInt(one.pseudonym?.slice(0, 12) ?? '0', 16) -
        Number.parseInt(other.pseudonym?.slice(0, 12) ?? '0', 16),
    ),
  'pseudonyms with equal bytes': (one, other) => {
    const others = new Set(bytesOf(other));
    return bytesOf(one).filter((byte) => others.has(byte)).length;
  },
  'identifiers alike': (one, other) => [...one.id].filter((sign, at) => sign === other.id[at]).length,
  'times near each other': (one, other) => -Math.abs(one.verifiedAt - other.verifiedAt),
  'events near each other': (one, other) => -Math.abs(one.eventId - other.eventId),
  'all that is left alike': (one, other) => (one.rest === other.rest ? 1 : 0),
};

/** A row, one of the same person at another place, and one of somebody else at that place. */
export interface Riddle {
  readonly known: TakenRow;
  readonly same: TakenRow;
  readonly stranger: TakenRow;
}

/** The share of riddles that a guess solves; where it cannot tell them apart it counts half. Chance is 0.5. */
export function shareSolved(riddles: readonly Riddle[], guess: Guess): number {
  const points = riddles.map(({ known, same, stranger }) => {
    const difference = guess(known, same) - guess(known, stranger);
    return difference > 0 ? 1 : difference < 0 ? 0 : 0.5;
  });
  return points.reduce<number>((sum, point) => sum + point, 0) / riddles.length;
}
