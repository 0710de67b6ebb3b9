import {
  createHash,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  randomInt,
  randomUUID,
  verify,
} from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { VonageSettings } from '../settings.js';

/** What the double does instead of answering as it should: to the next request, or the next of one verification. */
export type Fault = { readonly of?: string } & (
  | { readonly kind: 'problem'; readonly status: number; readonly title: string; readonly more?: object }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'hang' }
  /** It does what it is asked to, and takes its time. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** It does what it is asked to at once, and its answer arrives when it is let go. */
  | { readonly kind: 'held'; readonly until: Promise<void> }
  /** It does what it is asked to, and its answer never arrives. */
  | { readonly kind: 'unheard' }
  | { readonly kind: 'reset' }
);

/** A request that the double received. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
  /** Whether it carried a token that our application signed. */
  readonly isSigned: boolean;
}

type Answered = Pick<ServerResponse, 'writeHead' | 'end'>;

/** Takes an answer that nobody is to hear. */
const nobody: Answered = { writeHead: () => nobody, end: () => nobody } as never;

/** A webhook as it arrives: what it says, and the signature of it. */
export interface Webhook {
  readonly authorization: string;
  readonly body: string;
}

interface Verification {
  readonly to: string;
  readonly channel: string;
  readonly code: string;
  readonly reference: string;
  tries: number;
}

const applicationId = randomUUID();
const signatureSecret = 'a signature secret of the double';
const apiKey = 'abcd1234';
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

  /** How it is reached: with as much patience as a machine under load needs. */
  get settings(): VonageSettings {
    const { port } = this.server.address() as AddressInfo;
    return {
      applicationId,
      privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      brand: 'Ketqua',
      sender: 'Ketqua',
      apiHost: `http://127.0.0.1:${port}`,
      timeoutMilliseconds: 5_000,
      signatureSecret,
      apiKey,
    };
  }

  /** Has the next requests fail, in this order. */
  failNext(...faults: Fault[]): void {
    this.#faults.push(...faults);
  }

  /** Answers as it should from now on. */
  recover(): void {
    this.#faults.length = 0;
  }

  /** The code that was last texted to a phone (E.164). */
  codeOf(phone: string): string {
    return this.codeSentTo(phone)!;
  }

  /** The code that runs for a phone (E.164); none where none does. */
  codeSentTo(phone: string): string | undefined {
    const sent = [...this.#verifications.values()].filter(({ to }) => `+${to}` === phone);
    return sent.at(-1)?.code;
  }

  /** Vonage's name of the verification that runs for a phone (E.164), and how its code travels. */
  runningFor(phone: string): { requestId: string; channel: string; reference: string } | undefined {
    const [requestId, found] = [...this.#verifications].findLast(([, { to }]) => `+${to}` === phone) ?? [];
    return requestId && found ? { requestId, channel: found.channel, reference: found.reference } : undefined;
  }

  /**
   * A webhook as Vonage signs it: HS256, over the hash of the body. What is given of claims, head or secret takes the
   * place of what is right.
   */
  webhook(
    said: object,
    {
      claims = {},
      head = {},
      secret = signatureSecret,
    }: { claims?: object; head?: object; secret?: string } = {},
  ): Webhook {
    const body = JSON.stringify(said);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'HS256', typ: 'JWT', ...head })}.${part({
      iat: Math.floor(Date.now() / 1000),
      jti: randomUUID(),
      iss: 'Vonage',
      payload_hash: createHash('sha256').update(body).digest('hex'),
      api_key: apiKey,
      application_id: applicationId,
      ...claims,
    })}`;
    const signature = createHmac('sha256', secret).update(signed).digest('base64url');
    return { authorization: `Bearer ${signed}.${signature}`, body };
  }

  /** What Verify v2 says of a request at its end on a channel. */
  event(requestId: string, status: string, more: object = {}): object {
    const at = new Date().toISOString();
    return {
      request_id: requestId,
      triggered_at: at,
      type: 'event',
      channel: 'sms',
      status,
      finalized_at: at,
      ...more,
    };
  }

  /** What Verify v2 says of a request as a whole. */
  summary(requestId: string, status: string, more: object = {}): object {
    const at = new Date().toISOString();
    return {
      request_id: requestId,
      submitted_at: at,
      status,
      type: 'summary',
      channel_timeout: 600,
      workflow: [{ channel: 'sms', initiated_at: at, status }],
      price: '0.05',
      ...more,
    };
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
    const fault = this.#faultAt(path);
    if (fault?.kind === 'unheard') return this.#obey(method, path, body, nobody);
    if (fault?.kind === 'held') {
      const answer: [number, Record<string, unknown>, string?] = [0, {}];
      const held: Answered = {
        writeHead: (status: number, headers: Record<string, unknown>) => {
          answer.splice(0, 2, status, headers);
          return held;
        },
        end: (text?: string) => {
          answer[2] = text ?? '';
          return held;
        },
      } as never;
      this.#obey(method, path, body, held);
      await fault.until;
      response.writeHead(answer[0], answer[1] as never);
      response.end(answer[2]);
      return;
    }
    if (fault?.kind === 'slow') {
      await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
      return this.#obey(method, path, body, response);
    }
    if (fault) fail(fault, request, response);
    else if (!isSigned) problem(response, 401, 'Unauthorized');
    else this.#obey(method, path, body, response);
  }

  #faultAt(path: string): Fault | undefined {
    const place = this.#faults.findIndex(({ of = '' }) => path.includes(of));
    return place < 0 ? undefined : this.#faults.splice(place, 1)[0];
  }

  #obey(method: string, path: string, body: Record<string, unknown>, response: Answered): void {
    if (path === '/v1/messages') json(response, 202, { message_uuid: randomUUID() });
    else if (path === '/v2/verify') this.#start(response, body);
    else if (method === 'DELETE') this.#cancel(response, path.split('/').at(-1)!);
    else this.#check(response, path.split('/').at(-1)!, body);
  }

  #cancel(response: Answered, id: string): void {
    if (!this.#verifications.delete(id)) {
      problem(response, 404, 'Not Found');
      return;
    }
    response.writeHead(204, {});
    response.end();
  }

  #start(response: Answered, { workflow, client_ref }: Record<string, unknown>): void {
    const [{ to, channel }] = workflow as [{ to: string; channel: string }];
    const running = [...this.#verifications].find(([, verification]) => verification.to === to);
    if (running) {
      const more = { detail: 'Concurrent verifications to the same number are not allowed.' };
      problem(response, 409, 'Conflict', { ...more, request_id: running[0] });
      return;
    }
    const id = randomUUID();
    const code = String(randomInt(100_000, 1_000_000));
    this.#verifications.set(id, { to, channel, code, reference: String(client_ref), tries: 0 });
    json(response, 202, { request_id: id });
  }

  #check(response: Answered, id: string, { code }: Record<string, unknown>): void {
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

function send(response: Answered, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function json(response: Answered, status: number, body: object): void {
  send(response, status, 'application/json', JSON.stringify(body));
}

function problem(response: Answered, status: number, title: string, more: object = {}): void {
  const type = 'https://developer.vonage.com/api-errors';
  const body = { type, title, detail: title, instance: randomUUID(), ...more };
  send(response, status, 'application/problem+json', JSON.stringify(body));
}
