import data from './published-validity.json' with { type: 'json' };

/** How long a test counts somewhere, as its authority published it. */
export interface PublishedValidity {
  /** ISO 3166-2, ISO 3166-1 alpha-2 or EU. */
  readonly jurisdiction: string;
  /** Left out where the rule makes no difference between methods. */
  readonly method?: 'NAAT' | 'RAPID_ANTIGEN';
  /** What the hours are counted from. */
  readonly basis: 'SPECIMEN' | 'RESULT';
  readonly hours: number;
}

/** The published rules that certificates are made to outlast; their source stands in the data file. */
export const publishedValidities = data.rules as readonly PublishedValidity[];

/** How many hours the longest of some rules lets a test of a method count. @throws RangeError for no rule at all */
export function longestValidityHours(
  method: 'NAAT' | 'RAPID_ANTIGEN',
  rules: readonly PublishedValidity[] = publishedValidities,
): number {
  const hours = rules.filter((rule) => (rule.method ?? method) === method).map((rule) => rule.hours);
  if (!hours.length) throw new RangeError(`no rule says how long ${method} counts`);
  return Math.max(...hours);
}
