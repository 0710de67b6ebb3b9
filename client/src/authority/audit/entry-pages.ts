/** A page of entries: so many behind the one with this number, which is its cursor. */
export interface EntryPage {
  readonly after: number;
  readonly first: number;
}

const size = 20;

/** The last entries of a log. @param last the number of its last entry */
export function newestPage(last: number): EntryPage {
  return { after: Math.max(0, last - size), first: size };
}

/** The entries just before a page; none twice. */
export function olderPage({ after }: EntryPage): EntryPage {
  const before = Math.max(0, after - size);
  return { after: before, first: after - before };
}

/** What an act was done to, from JSON, as a person reads it: `code: HCDC, keys: 3`. */
export function detailsOf(json: string): string {
  const details = JSON.parse(json) as Record<string, unknown>;
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ');
}
