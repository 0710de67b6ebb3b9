import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SmsGatewaySettings } from '../settings.js';

/** A request that the double received. */
export interface ReceivedText {
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** A city's own SMS gateway, on a port of this machine. */
export class SmsGatewayDouble {
  readonly received: ReceivedText[] = [];
  /** What it answers the next requests with, in this order; 200 where nothing is said, nothing at all for 0. */
  readonly answers: number[] = [];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<SmsGatewayDouble> {
    const server = createServer();
    const double = new SmsGatewayDouble(server);
    server.on('request', async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      double.received.push({ headers: request.headers, body });
      const status = double.answers.shift() ?? 200;
      if (status) response.writeHead(status, { location: '/elsewhere' }).end('{}');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return double;
  }

  get settings(): SmsGatewaySettings {
    const { port } = this.server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}/send`,
      format: 'json',
      fields: { to: '{phone}', text: '{text}' },
      token: 'a-token-of-the-city',
      tokenHeader: 'authorization',
      timeoutMilliseconds: 5_000,
    };
  }

  /** The code in the last text to a phone (E.164). */
  codeSentTo(phone: string): string | undefined {
    const texts = this.received
      .filter(({ body }) => body.startsWith('{'))
      .map(({ body }) => JSON.parse(body) as { to: string; text: string });
    return /\d{6}/.exec(texts.findLast(({ to }) => to === phone)?.text ?? '')?.[0];
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
