import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A push as a push service receives it. */
export interface ReceivedPush {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A push service of our own (RFC 8030), which answers what it is told to. */
export class PushDouble {
  readonly received: ReceivedPush[] = [];
  /** What the next pushes are answered, one each; then 201. */
  readonly answers: number[] = [];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<PushDouble> {
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { url = '', headers } = request;
      double.received.push({ path: url, headers, body: Buffer.concat(chunks) });
      response.writeHead(double.answers.shift() ?? 201, { location: 'http://127.0.0.1:9/stolen' }).end();
    });
    const double = new PushDouble(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return double;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What came for one browser. */
  to({ path }: BrowserDouble): ReceivedPush[] {
    return this.received.filter((push) => push.path === path);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

/** A browser's side of web push: its subscription, and its reading of what comes (RFC 8291, RFC 8188). */
export class BrowserDouble {
  readonly path = `/fcm/send/${randomBytes(8).toString('hex')}`;
  readonly #keys: ECDH = createECDH('prime256v1');
  readonly #auth = randomBytes(16);
  readonly #point = this.#keys.generateKeys();

  /** As `subscribeToPush` takes it. */
  get subscription() {
    return {
      endpoint: `https://fcm.googleapis.com${this.path}`,
      p256dh: this.#point.toString('base64url'),
      auth: this.#auth.toString('base64url'),
    };
  }

  /** Decrypts a push, after looking at who signed it for whom. @throws where a browser would drop it */
  read({ headers, body }: ReceivedPush, publicKey: string): string {
    if (headers['content-encoding'] !== 'aes128gcm') throw new Error('Not RFC 8188');
    checkVapid(String(headers.authorization), publicKey);
    const [salt, keyLength] = [body.subarray(0, 16), body[20]!];
    const senderPoint = body.subarray(21, 21 + keyLength);
    const sealed = body.subarray(21 + keyLength);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.#point, senderPoint]);
    const keyMaterial = derived(this.#keys.computeSecret(senderPoint), this.#auth, info, 32);
    const key = derived(keyMaterial, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = derived(keyMaterial, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
    const decipher = createDecipheriv('aes-128-gcm', key, nonce);
    decipher.setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
  }
}

function derived(secret: Buffer, salt: Buffer, info: Buffer, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, length));
}

function checkVapid(authorization: string, publicKey: string): void {
  const [, token = '', key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  if (key !== publicKey) throw new Error('Signed by another');
  const point = Buffer.from(publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', x: x!, y: y! };
  const [head, claims, signature] = token.split('.') as [string, string, string];
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  const { aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    aud: string;
    exp: number;
  };
  const left = exp - Date.now() / 1000;
  if (!isSigned || aud !== 'https://fcm.googleapis.com' || left <= 0 || left > 24 * 3_600) {
    throw new Error('Not signed for this service');
  }
}
