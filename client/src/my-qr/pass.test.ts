import { expect, it } from 'vitest';
import type { Person, Result } from '../people/use-people.ts';
import { checked, type Pass, standingOf } from './pass.ts';

const token = (id: string) =>
  ({ id, status: 'ACTIVE', expiresAt: '2026-11-30T00:00:00Z' }) as unknown as Pass['token'];
const pass = (resultId: string, tokenId: string) =>
  ({
    viewerId: 'v',
    person: { id: 'p', displayName: 'Nguyễn Thị Ánh', dateOfBirth: '1990-03-14' },
    result: { id: resultId } as Result,
    token: token(tokenId),
    checkedAt: '2026-11-28T08:00:00Z',
  }) satisfies Pass;
const person = (...results: { id: string; qrTokens: { id: string; status: string }[] }[]) =>
  ({ id: 'p', isClaimed: true, results: { edges: results.map((node) => ({ node })) } }) as unknown as Person;

it('a kept code takes the status that the platform tells, and the time of that; what is not shown any more goes', () => {
  const kept = [pass('r1', 't1'), pass('r2', 't2'), pass('r3', 't3')];
  const people = [
    person(
      { id: 'r1', qrTokens: [{ id: 't1', status: 'REVOKED' }] },
      { id: 'r2', qrTokens: [{ id: 't9', status: 'ACTIVE' }] },
    ),
  ];
  const now = '2026-11-28T09:12:00Z';
  expect(checked(kept, people, now)).toEqual([
    { ...kept[0], token: { ...kept[0]!.token, status: 'REVOKED' }, checkedAt: now },
    kept[2],
  ]);
  expect(checked(kept, [], now)).toEqual([]);
});

it('a code stands by the platform’s word first, then by the time', () => {
  const before = Date.parse('2026-11-29T00:00:00Z');
  expect(standingOf(token('t'), before)).toBe('ACTIVE');
  expect(standingOf(token('t'), before + 2 * 86_400_000)).toBe('EXPIRED');
  expect(standingOf({ ...token('t'), status: 'SUPERSEDED' }, before + 2 * 86_400_000)).toBe('SUPERSEDED');
});
