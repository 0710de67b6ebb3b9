import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A plain load balancer for TCP: each connection goes to the next address, whoever it comes from; where nobody listens
 * it goes to the one after that. It knows nothing of HTTP, and of sessions.
 */
export class LoadBalancer {
  readonly #server: Server;
  #next = 0;

  private constructor(private readonly ports: readonly number[]) {
    this.#server = createServer((client) => this.#pass(client, ports.length));
  }

  static async before(urls: readonly string[]): Promise<LoadBalancer> {
    const balancer = new LoadBalancer(urls.map((url) => Number(new URL(url).port)));
    balancer.#server.listen(0, '127.0.0.1');
    await once(balancer.#server, 'listening');
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
  }

  #pass(client: Socket, tries: number): void {
    client.on('error', () => client.destroy());
    const target = connect(this.ports[this.#next++ % this.ports.length]!, '127.0.0.1');
    let isOpen = false;
    target.once('connect', () => {
      isOpen = true;
      client.pipe(target).pipe(client);
    });
    target.on('error', () => {
      if (!isOpen && tries > 1) this.#pass(client, tries - 1);
      else client.destroy();
    });
    target.once('close', () => isOpen && client.destroy());
    client.once('close', () => target.destroy());
  }
}
