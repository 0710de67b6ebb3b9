import type { IncomingMessage } from 'node:http';

/**
 * Reads a request's head as RFC 9112 has it, where Node leaves that to us: an address in absolute form stands for its
 * path and its host (section 3.2.2). Whether it could: there is one `Host` (section 3.2), and the address is one.
 */
export function readHead(request: IncomingMessage): boolean {
  const { rawHeaders, url = '' } = request;
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  if (hosts > 1) return false;
  if (!/^https?:/i.test(url)) return true;
  if (!URL.canParse(url)) return false;
  const { host, pathname, search } = new URL(url);
  request.url = pathname + search;
  request.headers.host = host;
  return true;
}
