import { anonymous } from '@ketqua/platform';
import type { Request, RequestHandler } from 'express';
import { callerOf } from '../authentication/caller.js';
import type { SubgraphSource } from '../sources/subgraph-source.js';

interface Message {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly code: string | null;
  readonly sentAt: string;
}

const loopbackAddress = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * GET /dev/messages, in development: what a provider would have sent, newest first. It answers this machine
 * only, under a loopback name, so that no page elsewhere reads it by pointing its own name here.
 */
export function developmentMessages(citizens: SubgraphSource): RequestHandler {
  return async (request, response, next) => {
    if (!isLocal(request)) return next();
    const result = await citizens.execute(
      { query: '{ developmentMessages { id to text code sentAt } }' },
      callerOf(request, anonymous, { trustedProxies: 0 }),
    );
    const messages = (result.data?.developmentMessages ?? []) as readonly Message[];
    response.setHeader('cache-control', 'no-store');
    if (request.accepts(['json', 'html']) === 'html') response.type('html').send(page(messages));
    else response.json(messages);
  };
}

function isLocal(request: Request): boolean {
  return (
    loopbackAddress.test(request.socket.remoteAddress ?? '') && loopbackHost.test(request.headers.host ?? '')
  );
}

function page(messages: readonly Message[]): string {
  const rows = messages.map(
    ({ to, text, sentAt }) =>
      `<tr><td>${escaped(sentAt)}</td><td>${escaped(to)}</td><td>${escaped(text)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Messages of this development server</title>
<style>body { font: 1rem/1.5 system-ui; margin: 2rem } td { padding: .25rem 1rem .25rem 0; vertical-align: top }</style>
<h1>Text messages</h1>
<p>No phone was reached: this is what a provider would have sent. Reload to see newer ones.</p>
<table>${rows.join('\n')}</table>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
