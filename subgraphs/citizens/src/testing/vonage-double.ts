import { createPublicKey, generateKeyPairSync, randomInt, randomUUID, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { VonageSettings } from '../settings.js';

/** What the double does instead of answering as it should. */
export type Fault =
  | { readonly kind: 'problem'; readonly status: number; readonly title: string; readonly more?: object }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' };

/** A request that the double received. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
  /** Whether it carried a token that our application signed. */
  readonly isSigned: boolean;
}

interface Verification {
  readonly to: string;
  readonly code: string;
  tries: number;
}

const applicationId = randomUUID();
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Vonage's Verify v2 and Messages v1 as their references describe them, on a port of this machine. */
export class VonageDouble {
  readonly received: Received[] = [];
  readonly #verifications = new Map<string, Verification>();
  readonly #faults: Fault[] = [];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<VonageDouble> {
    const server = createServer();
    const double = new VonageDouble(server);
    server.on('request', (request, response) => void double.#answer(request, response));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return double;
  }

  get settings(): VonageSettings {
    const { port } = this.server.address() as AddressInfo;
    return {
      applicationId,
      privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      brand: 'Ketqua',
      sender: 'Ketqua',
      apiHost: `http://127.0.0.1:${port}`,
      timeoutMilliseconds: 300,
    };
  }

  /** Has the next requests fail, in this order. */
  failNext(...faults: Fault[]): void {
    this.#faults.push(...faults);
  }

  /** The code that was last texted to a phone (E.164). */
  codeOf(phone: string): string {
    const sent = [...this.#verifications.values()].filter(({ to }) => `+${to}` === phone);
    return sent.at(-1)!.code;
  }

  /** Ends every verification, as time does. */
  expireAll(): void {
    this.#verifications.clear();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { method = '', url: path = '' } = request;
    const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
    const isSigned = isSignedByUs(request.headers.authorization);
    this.received.push({ method, path, body, isSigned });
    const fault = this.#faults.shift();
    if (fault) fail(fault, request, response);
    else if (!isSigned) problem(response, 401, 'Unauthorized');
    else if (path === '/v1/messages') json(response, 202, { message_uuid: randomUUID() });
    else if (path === '/v2/verify') this.#start(response, body);
    else this.#check(response, path.split('/').at(-1)!, body);
  }

  #start(response: ServerResponse, { workflow }: Record<string, unknown>): void {
    const [{ to }] = workflow as [{ to: string }];
    const running = [...this.#verifications].find(([, verification]) => verification.to === to);
    if (running) {
      const more = { detail: 'Concurrent verifications to the same number are not allowed.' };
      problem(response, 409, 'Conflict', { ...more, request_id: running[0] });
      return;
    }
    const id = randomUUID();
    this.#verifications.set(id, { to, code: String(randomInt(100_000, 1_000_000)), tries: 0 });
    json(response, 202, { request_id: id });
  }

  #check(response: ServerResponse, id: string, { code }: Record<string, unknown>): void {
    const verification = this.#verifications.get(id);
    if (!verification) {
      problem(response, 404, 'Not Found');
    } else if (code === verification.code && verification.tries < 3) {
      this.#verifications.delete(id);
      json(response, 200, { request_id: id, status: 'completed' });
    } else {
      verification.tries++;
      const isOver = verification.tries > 3;
      if (isOver) this.#verifications.delete(id);
      problem(response, isOver ? 410 : 400, 'Invalid Code');
    }
  }
}

function fail(fault: Fault, request: IncomingMessage, response: ServerResponse): void {
  if (fault.kind === 'problem') problem(response, fault.status, fault.title, fault.more);
  else if (fault.kind === 'malformed') send(response, 200, 'application/json', '{"request_id": "c1123');
  else if (fault.kind === 'reset') request.socket.destroy();
}

function isSignedByUs(authorization: string | undefined): boolean {
  const [head, claims, signature] = authorization?.replace('Bearer ', '').split('.') ?? [];
  if (!head || !claims || !signature) return false;
  const key = createPublicKey(keys.publicKey.export({ type: 'spki', format: 'pem' }));
  const isValid = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    key,
    Buffer.from(signature, 'base64url'),
  );
  const { application_id: issuer } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  return isValid && issuer === applicationId;
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function json(response: ServerResponse, status: number, body: object): void {
  send(response, status, 'application/json', JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, title: string, more: object = {}): void {
  const type = 'https://developer.vonage.com/api-errors';
  const body = { type, title, detail: title, instance: randomUUID(), ...more };
  send(response, status, 'application/problem+json', JSON.stringify(body));
}
