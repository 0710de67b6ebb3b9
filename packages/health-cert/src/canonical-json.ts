/** What canonical JSON is made of here; numbers are integers. */
export type CanonicalValue =
  | string
  | number
  | boolean
  | null
  | readonly CanonicalValue[]
  | { readonly [key: string]: CanonicalValue };

/**
 * Writes JSON in its one canonical form (RFC 8785): members in the order of their names' UTF-16 code units, no
 * spaces, strings and numbers as ECMAScript writes them.
 *
 * @throws TypeError for what JSON cannot hold
 */
export function canonicalJson(value: CanonicalValue): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('JSON holds no such number');
    return JSON.stringify(value);
  }
  if (Array.isArray(value))
    return `[${value.map((item) => canonicalJson(item as CanonicalValue)).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError('JSON holds no such value');
  const members = Object.entries(value as { [key: string]: CanonicalValue })
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
