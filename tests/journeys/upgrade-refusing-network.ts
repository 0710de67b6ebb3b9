import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';

/** A network as some phones have it: what lies between passes HTTP on, and refuses to become a WebSocket. */
export class UpgradeRefusingNetwork {
  readonly #server: Server;
  /** How many sockets were asked for. */
  refused = 0;

  private constructor(target: URL) {
    this.#server = createServer((client) => {
      client.on('error', () => client.destroy());
      client.once('data', (head: Buffer) => {
        if (/^upgrade: *websocket\r$/im.test(head.toString('latin1'))) {
          this.refused++;
          client.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
          return;
        }
        const beyond = connect(Number(target.port), target.hostname);
        beyond.on('error', () => client.destroy());
        beyond.once('close', () => client.destroy());
        client.once('close', () => beyond.destroy());
        beyond.write(head);
        client.pipe(beyond).pipe(client);
      });
    });
  }

  static async before(url: string): Promise<UpgradeRefusingNetwork> {
    const network = new UpgradeRefusingNetwork(new URL(url));
    network.#server.listen(0, '127.0.0.1');
    await once(network.#server, 'listening');
    return network;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
  }
}
