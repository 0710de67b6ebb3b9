import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressOf, agentOf, localeOf } from './caller.js';

const from = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: { ...(forwarded && { 'x-forwarded-for': forwarded }) },
  }) as unknown as IncomingMessage;

describe('the address that limits count by', () => {
  it('is the connection where no proxy is trusted, whatever the caller writes', () => {
    expect(addressOf(from('203.0.113.9', '198.51.100.1'), 0)).toBe('203.0.113.9');
  });

  it('is what the last trusted proxy saw, not what the caller wrote before it', () => {
    expect(addressOf(from('10.0.0.1', 'forged, 198.51.100.1'), 1)).toBe('198.51.100.1');
    expect(addressOf(from('10.0.0.1', 'forged, 198.51.100.1, 10.0.0.2'), 2)).toBe('198.51.100.1');
    expect(addressOf(from('10.0.0.1'), 1)).toBe('10.0.0.1');
  });

  it('has no port, which some proxies write behind it', () => {
    expect(addressOf(from('10.0.0.1', '198.51.100.1:5555'), 1)).toBe('198.51.100.1');
    expect(addressOf(from('10.0.0.1', '[2001:db8::1]:5555'), 1)).toBe('2001:db8::1');
    expect(addressOf(from('10.0.0.1', '[2001:db8::1]'), 1)).toBe('2001:db8::1');
    expect(addressOf(from('10.0.0.1', '2001:db8::1'), 1)).toBe('2001:db8::1');
  });

  it('is written one way for IPv4', () => {
    expect(addressOf(from('::ffff:192.0.2.1'), 0)).toBe('192.0.2.1');
  });
});

it('takes what a client calls itself as far as it can be printed, and no further', () => {
  expect(agentOf(undefined)).toBeUndefined();
  expect(agentOf('')).toBeUndefined();
  expect(agentOf('Mozilla/5.0\r\n\u0000 Thiết bị')).toBe('Mozilla/5.0 Thit b');
  expect(agentOf('a'.repeat(10_000))).toHaveLength(200);
});

describe('the language', () => {
  it.each([
    [undefined, 'vi'],
    ['', 'vi'],
    ['fr-FR', 'vi'],
    ['en-GB,en;q=0.9', 'en'],
    ['en;q=0.5, vi-VN;q=0.9', 'vi'],
    ['fr, vi;q=0.3, en;q=0.4', 'en'],
    ['en;q=0', 'vi'],
  ] as const)('of %j is %s', (accepted, locale) => {
    expect(localeOf(accepted)).toBe(locale);
  });
});
