import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection on which a test writes what no client of a library would. */
export class RawConnection {
  /** What was answered so far, byte by byte. */
  answer = '';
  /** Resolves when the other end has closed its half, or broken off. */
  readonly ended: Promise<void>;

  private constructor(readonly socket: Socket) {
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      this.answer += bytes.toString('latin1');
    });
    this.ended = new Promise((resolve) => {
      socket.once('end', resolve);
      socket.once('close', () => resolve());
    });
  }

  /** Connects to where a gateway is. Its own half stays open when the other is closed. */
  static async open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  /** Writes a request whose head is `lines`, with its length where it has a body. */
  request(lines: readonly string[], body: Buffer | string = ''): void {
    const bytes = Buffer.from(body);
    const length = bytes.length ? [`Content-Length: ${bytes.length}`] : [];
    const head = [...lines, 'Host: 127.0.0.1', ...length].join('\r\n');
    this.socket.write(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), bytes]));
  }

  /** Breaks off with a reset (RFC 9293, section 3.10.7.1), as a network does. */
  reset(): void {
    this.socket.resetAndDestroy();
  }
}

/** A frame as a client sends it (RFC 6455, section 5.2): masked with zeroes, so that its payload stands as it is. */
export function clientFrame(
  opcode: number,
  payload: Buffer | string = '',
  { isLast = true, reserved = 0 }: { isLast?: boolean; reserved?: number } = {},
): Buffer {
  const bytes = Buffer.from(payload);
  if (bytes.length > 125) throw new RangeError('A short frame has at most 125 bytes');
  const first = (isLast ? 0x80 : 0) | (reserved << 4) | opcode;
  return Buffer.concat([Buffer.from([first, 0x80 | bytes.length, 0, 0, 0, 0]), bytes]);
}
