import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Caller, Locale, Viewer } from '@ketqua/platform';

/** Chooses Vietnamese or English by `Accept-Language` (RFC 9110, section 12.5.4); Vietnamese where it says neither. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  let chosen: Locale = 'vi';
  let best = 0;
  for (const range of (acceptLanguage ?? '').slice(0, 200).split(',')) {
    const match = /^\s*(vi|en)\b[^;]*(?:;\s*q=([\d.]+))?/i.exec(range);
    const weight = match ? Number(match[2] ?? 1) : 0;
    if (match && weight > best) {
      best = weight;
      chosen = match[1]!.toLowerCase() as Locale;
    }
  }
  return chosen;
}

/** The address that limits count by: as many steps back in `X-Forwarded-For` as there are trusted proxies. Ports are left out. */
export function addressOf(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? '';
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean);
  const way = [...forwarded, direct];
  const address = way[Math.max(0, way.length - 1 - trustedProxies)] ?? direct;
  return apart(address, 64)
    .replace(/^\[(.*)\](?::\d+)?$|^([\d.]+):\d+$/, '$1$2')
    .replace(/^::ffff:(?=\d+\.)/i, '');
}

/** The beginning of a text, by itself: V8 keeps all of a header for a piece of it, for as long as a socket is open. */
function apart(text: string, length: number): string {
  return Buffer.from(text.slice(0, length), 'latin1').toString('latin1');
}

/** What a client calls itself, as far as it is printable: it is the client's own word. */
export function agentOf(userAgent: string | undefined): string | undefined {
  return (userAgent && apart(userAgent, 200).replaceAll(/[^\x20-\x7e]/g, '')) || undefined;
}

/** Puts together whom the gateway vouches for. */
export function callerOf(
  request: IncomingMessage,
  viewer: Viewer,
  {
    trustedProxies,
    refreshToken,
    deviceToken,
  }: { trustedProxies: number; refreshToken?: string | undefined; deviceToken?: string | undefined },
): Caller {
  const agent = agentOf(request.headers['user-agent']);
  return {
    viewer,
    locale: localeOf(request.headers['accept-language']),
    address: addressOf(request, trustedProxies),
    requestId: randomUUID(),
    ...(refreshToken && { refreshToken }),
    ...(deviceToken && { deviceToken }),
    ...(agent && { agent }),
  };
}
