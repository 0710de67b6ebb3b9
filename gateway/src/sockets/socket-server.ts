import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { Revocations } from '../authentication/revocations.js';
import type { GatewaySettings } from '../gateway-settings.js';
import { readHead } from '../http/request-head.js';
import { limits } from '../limits/limits.js';
import { closeCodes } from './close-codes.js';
import { SessionSocket } from './session-socket.js';
import type { SocketAddresses } from './socket-addresses.js';
import { type SessionParts, SocketSession } from './socket-session.js';
import { closeOver } from './token-end.js';

const subprotocol = 'graphql-transport-ws';

/** Every second sockets whose token expired are closed, and one in twelve is asked for a sign of life. */
const watchInterval = 1_000;
const pingedOneIn = 12;

/** How many sockets a gateway that ends tells to go at once; the next ones follow 50 ms later. */
const toldAtOnce = 500;

/** What the sockets of a gateway share. */
export interface SocketParts extends SessionParts {
  readonly revocations: Revocations;
  readonly addresses: SocketAddresses;
}

/**
 * Serves graphql-transport-ws at /graphql on an HTTP server: bounded frames, frames a time and unsent bytes, the
 * page's origin checked, and sockets closed when their token is revoked. Returns the end.
 */
export function serveSockets(http: Server, parts: SocketParts): () => Promise<void> {
  const { settings, addresses, metrics } = parts;
  const server = new WebSocketServer({
    noServer: true,
    WebSocket: SessionSocket,
    clientTracking: false,
    maxPayload: limits.frame,
    maxFragments: limits.fragments,
    maxBufferedChunks: limits.fragments,
    perMessageDeflate: false,
    handleProtocols: (protocols) => protocols.has(subprotocol) && subprotocol,
  });
  const sessions = new Set<SocketSession>();
  const room: Room = { sessions, parts, opened: 0 };
  let isDraining = false;
  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', destroyed);
    const refusal = isDraining
      ? '503 Service Unavailable'
      : (refusalOf(request, settings, sessions.size) ?? addresses.refusalOf(request));
    if (refusal) {
      metrics.socketRefused(refusal);
      const wait = refusal.startsWith('429') ? 'Retry-After: 60\r\n' : '';
      // The other end may keep its half open for as long as it likes.
      stream.once('finish', destroyed);
      stream.end(`HTTP/1.1 ${refusal}\r\n${wait}Connection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    server.handleUpgrade(request, stream, head, (socket) => {
      stream.off('error', destroyed);
      begin(room, socket, new SocketSession(socket, stream, request, parts), addresses.entered(request));
    });
  });
  const unwatch = watch(sessions, parts);
  return async () => {
    unwatch();
    isDraining = true;
    let told = 0;
    for (const session of [...sessions]) {
      session.close(closeCodes.goingAway);
      // Not all at once: whoever takes them in has to let each of them in anew.
      if (++told % toldAtOnce === 0) await sleep(50);
    }
    await new Promise((resolve) => server.close(resolve));
    while (sessions.size) await sleep(20);
  };
}

/** Whether a request is to become a WebSocket; other protocols that it would change to are passed over (RFC 9110, section 7.8). */
export function asksForSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/** The open sockets of a gateway. */
interface Room {
  readonly sessions: Set<SocketSession>;
  readonly parts: SocketParts;
  /** How many there have been. */
  opened: number;
}

/** Speaks the protocol on one socket. What it was opened with is none of its parameters: closures would keep that. */
function begin(room: Room, socket: SessionSocket, session: SocketSession, left: () => void): void {
  const { sessions, parts } = room;
  const { metrics } = parts;
  session.turn = ++room.opened % pingedOneIn;
  sessions.add(session);
  metrics.openSockets = sessions.size;
  session.onClosed = (code) => {
    metrics.socketClosed(code);
    left();
    sessions.delete(session);
    metrics.openSockets = sessions.size;
  };
  socket.listener = session;
  if (socket.protocol !== subprotocol) session.close(closeCodes.subprotocol);
}

function destroyed(this: Duplex): void {
  this.destroy();
}

/** Closes sockets whose token is over, and cuts those whose other end is gone. Returns the end. */
function watch(sessions: ReadonlySet<SocketSession>, { revocations }: SocketParts): () => void {
  let turn = 0;
  const timer = setInterval(() => {
    turn = (turn + 1) % pingedOneIn;
    closeOver(sessions, revocations);
    for (const session of sessions) {
      if (session.turn !== turn) continue;
      if (!session.isAlive) session.socket.terminate();
      else session.askForLife();
    }
  }, watchInterval);
  const unlisten = revocations.onRevoked(() => closeOver(sessions, revocations));
  return () => {
    clearInterval(timer);
    unlisten();
  };
}

/** Why a socket may not be opened, as an HTTP status line. */
function refusalOf(request: IncomingMessage, { origins }: GatewaySettings, open: number): string | undefined {
  if (!readHead(request)) return '400 Bad Request';
  const { url, headers } = request;
  if (url?.split('?')[0] !== '/graphql') return '404 Not Found';
  if (open >= limits.sockets) return '503 Service Unavailable';
  const { origin } = headers;
  if (origin === undefined || origins.includes(origin)) return undefined;
  return URL.canParse(origin) && new URL(origin).host === headers.host ? undefined : '403 Forbidden';
}
