import type { Person, Result } from '../people/use-people.ts';
import type { QrToken } from './use-qr-tokens.ts';

/** A QR code that was opened on this device, with all that is shown beside it. */
export interface Pass {
  viewerId: string;
  person: Pick<Person, 'id' | 'displayName' | 'dateOfBirth'>;
  result: Result;
  token: QrToken;
  /** When the platform last said how the code stands: ISO 8601. */
  checkedAt: string;
}

/** How a code stands, by what is known: the platform's word first, then the time. */
export function standingOf({ status, expiresAt }: QrToken, now: number): QrToken['status'] {
  if (status !== 'ACTIVE') return status;
  return Date.parse(expiresAt) > now ? 'ACTIVE' : 'EXPIRED';
}

/**
 * The passes after a look at what the platform holds: each code's status, and when that was. A pass of a person who is
 * not open to this viewer any more goes, and one that the platform does not know; a result older than those that were
 * loaded stays as it is.
 */
export function checked(passes: readonly Pass[], people: readonly Person[], checkedAt: string): Pass[] {
  const open = new Set(people.filter(({ isClaimed }) => isClaimed).map(({ id }) => id));
  const results = new Map(people.flatMap(({ results }) => results.edges.map(({ node }) => [node.id, node])));
  return passes.flatMap((pass) => {
    if (!open.has(pass.person.id)) return [];
    const result = results.get(pass.result.id);
    if (!result) return [pass];
    const status = result.qrTokens.find(({ id }) => id === pass.token.id)?.status;
    return status ? [{ ...pass, token: { ...pass.token, status }, checkedAt }] : [];
  });
}
