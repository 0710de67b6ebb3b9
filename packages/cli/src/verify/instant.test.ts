import { describe, expect, it } from 'vitest';
import { instantOf } from './instant.js';

describe('a moment', () => {
  it.each([
    ['2026-11-23T08:00:00+07:00', '2026-11-23T01:00:00.000Z'],
    ['2026-11-23T08:00:00+0700', '2026-11-23T01:00:00.000Z'],
    ['2026-11-23T08:00:00+07', '2026-11-23T01:00:00.000Z'],
    ['2026-11-23T01:00Z', '2026-11-23T01:00:00.000Z'],
    ['2021-05-21T12:26:07.390079Z', '2021-05-21T12:26:07.390Z'],
    ['2021-05-21 12:26:07.5z', '2021-05-21T12:26:07.500Z'],
  ])('is read from %s', (text, moment) => {
    expect(instantOf(text)?.toISOString()).toBe(moment);
  });

  it('without an offset is UTC only where that is said', () => {
    expect(instantOf('2026-11-23T08:00:00')).toBeUndefined();
    expect(instantOf('2026-11-23')).toBeUndefined();
    expect(instantOf('2026-11-23T08:00:00', 'Z')?.toISOString()).toBe('2026-11-23T08:00:00.000Z');
    expect(instantOf('2021-05-21T17:52:02.825209', 'Z')?.toISOString()).toBe('2021-05-21T17:52:02.825Z');
    expect(instantOf('2026-11-23', 'Z')?.toISOString()).toBe('2026-11-23T00:00:00.000Z');
  });

  it.each([
    '',
    'now',
    '1620064800',
    '2021-02-30T00:00:00Z',
    '2021-13-01T00:00:00Z',
    '2021-01-01T25:00:00Z',
    '2021-01-01T00:00:00+99:00',
  ])('is not read from %j', (text) => {
    expect(instantOf(text, 'Z')).toBeUndefined();
  });
});
