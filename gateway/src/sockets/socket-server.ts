import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@ketqua/platform';
import { handleProtocols, type Server as ProtocolServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Revocations } from '../authentication/revocations.js';
import type { GatewaySettings } from '../gateway-settings.js';
import { limits } from '../limits/limits.js';
import type { RateLimits } from '../limits/rate-limits.js';
import type { Metrics } from '../observation/metrics.js';
import { SocketAddresses } from './socket-addresses.js';
import { closeCodes, SocketSession } from './socket-session.js';

const pingInterval = 12_000;

/** How many sockets a gateway that ends tells to go at once; the next ones follow 50 ms later. */
const toldAtOnce = 500;

/** What the sockets of a gateway share. */
export interface SocketParts {
  readonly protocol: ProtocolServer<SocketSession & Record<PropertyKey, unknown>>;
  readonly revocations: Revocations;
  readonly rateLimits?: RateLimits | undefined;
  readonly settings: GatewaySettings;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/**
 * Serves graphql-transport-ws at /graphql on an HTTP server: bounded frames, frames a time and unsent bytes, the
 * page's origin checked, and sockets closed when their token is revoked. Returns the end.
 */
export function serveSockets(http: Server, parts: SocketParts): () => Promise<void> {
  const { settings, revocations, rateLimits, metrics } = parts;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frame,
    perMessageDeflate: false,
    handleProtocols: (protocols) => handleProtocols(protocols),
  });
  const sessions = new Set<SocketSession>();
  const addresses = new SocketAddresses(settings.trustedProxies, rateLimits);
  let isDraining = false;
  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const refusal = isDraining
      ? '503 Service Unavailable'
      : (refusalOf(request, settings, sessions.size) ?? addresses.refusalOf(request));
    if (refusal) {
      metrics.socketRefused(refusal);
      const wait = refusal.startsWith('429') ? 'Retry-After: 60\r\n' : '';
      stream.end(`HTTP/1.1 ${refusal}\r\n${wait}Connection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    server.handleUpgrade(request, stream, head, (socket) => {
      const session = new SocketSession(socket, request);
      sessions.add(session);
      const left = addresses.entered(request);
      metrics.openSockets = sessions.size;
      socket.once('close', (code) => {
        metrics.socketClosed(code);
        session.ended();
        left();
        sessions.delete(session);
        metrics.openSockets = sessions.size;
      });
      serve(session, parts);
    });
  });
  const unlisten = revocations.onRevoked(() => {
    for (const session of sessions) {
      const state = session.claims ? revocations.stateOf(session.claims) : 'in force';
      if (state === 'revoked') session.close(closeCodes.invalid, 'The access token was revoked');
      else if (state === 'overtaken') session.close(closeCodes.expired, 'The roles of this account changed');
    }
  });
  return async () => {
    unlisten();
    isDraining = true;
    let told = 0;
    for (const session of [...sessions]) {
      session.close(1001, 'Going away');
      // Not all at once: whoever takes them in has to let each of them in anew.
      if (++told % toldAtOnce === 0) await sleep(50);
    }
    await new Promise((resolve) => server.close(resolve));
    while (sessions.size) await sleep(20);
  };
}

/** Why a socket may not be opened, as an HTTP status line. */
function refusalOf(
  { url, headers }: IncomingMessage,
  { origins }: GatewaySettings,
  open: number,
): string | undefined {
  if (url?.split('?')[0] !== '/graphql') return '404 Not Found';
  if (open >= limits.sockets) return '503 Service Unavailable';
  const { origin } = headers;
  if (origin === undefined || origins.includes(origin)) return undefined;
  return URL.canParse(origin) && new URL(origin).host === headers.host ? undefined : '403 Forbidden';
}

/** Speaks the protocol on one socket. */
function serve(session: SocketSession, { protocol, log }: SocketParts): void {
  const { socket } = session;
  const allow = framesAllowed();
  const stopPinging = pingRegularly(socket);
  socket.on('error', () => undefined);
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) => send(socket, text),
      close: (code = 1000, reason = '') => session.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (frame) => {
          if (socket.readyState !== socket.OPEN) return;
          if (!allow() || socket.bufferedAmount > limits.unsent) {
            session.close(closeCodes.tooMuch, 'Too many messages');
            return;
          }
          handle(String(frame)).catch((error: unknown) => {
            log.error({ error }, 'a socket failed');
            session.close(4500, 'Something went wrong on our side');
          });
        }),
    },
    session as SocketSession & Record<PropertyKey, unknown>,
  );
  socket.once('close', (code, reason) => {
    stopPinging();
    closed(code, String(reason)).catch((error: unknown) => log.error({ error }, 'closing a socket failed'));
  });
}

/** Resolves when the text was handed on: who writes waits for a slow reader. */
function send(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    socket.send(text, () => resolve());
  });
}

function framesAllowed(): () => boolean {
  let began = Date.now();
  let frames = 0;
  return () => {
    if (Date.now() - began > 10_000) {
      began = Date.now();
      frames = 0;
    }
    return ++frames <= limits.framesPerTenSeconds;
  };
}

/** Cuts a socket whose other end is gone. */
function pingRegularly(socket: WebSocket): () => void {
  let isAnswered = true;
  socket.on('pong', () => {
    isAnswered = true;
  });
  const timer = setInterval(() => {
    if (!isAnswered) return socket.terminate();
    isAnswered = false;
    socket.ping();
  }, pingInterval);
  return () => clearInterval(timer);
}
