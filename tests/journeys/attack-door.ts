import { once } from 'node:events';
import { WebSocket } from 'ws';

/** One answer of the public door. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly data?: Record<string, unknown> | null | undefined;
  /** The codes of its errors. */
  readonly codes: readonly string[];
}

/** What an attacker may say besides the operation. */
export interface Manner {
  readonly variables?: object;
  readonly token?: string | undefined;
  readonly headers?: Record<string, string>;
}

/** The public door as an attacker uses it: no client library between. Every error that it tells is kept. */
export class Door {
  /** Each error that was told to anybody, as JSON. */
  readonly told: string[] = [];

  constructor(readonly url: string) {}

  /** Sends an operation as a client does. */
  ask(query: string, { variables = {}, token, headers }: Manner = {}): Promise<Answer> {
    return this.send(JSON.stringify({ query, variables }), { token, headers });
  }

  /** Sends any body at all. */
  async send(body: string, { token, headers }: Omit<Manner, 'variables'> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': 'en',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body,
    });
    return this.#answer(response.status, await response.text());
  }

  /** Sends an operation in the address, as a link would. */
  async get(query: string, variables: object, token?: string): Promise<Answer> {
    const address = new URLSearchParams({ query, variables: JSON.stringify(variables) });
    const headers = { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const response = await fetch(`${this.url}/graphql?${address}`, { headers });
    return this.#answer(response.status, await response.text());
  }

  /** The outcome of a mutation that returns a union: its fields, `code` included. @throws when it was refused. */
  async call(name: string, payload: string, input: object, token?: string): Promise<Record<string, string>> {
    const type = name[0]!.toUpperCase() + name.slice(1);
    const query = `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ${payload} ... on UserError { code message } } }`;
    const { data, text } = await this.ask(query, { variables: { input }, token });
    const outcome = data?.[name];
    if (!outcome) throw new Error(`${name} was refused: ${text}`);
    return outcome as Record<string, string>;
  }

  /** Opens a socket, and introduces itself where a token is given. */
  socket(options: { headers?: Record<string, string>; init?: object | undefined } = {}): AttackSocket {
    return new AttackSocket(this, options);
  }

  #answer(status: number, text: string): Answer {
    let body: { data?: Record<string, unknown> | null; errors?: { extensions?: { code?: string } }[] } = {};
    try {
      body = JSON.parse(text);
    } catch {
      // A refusal before GraphQL may be no JSON.
    }
    if (body.errors) this.told.push(JSON.stringify(body.errors));
    const codes = (body.errors ?? []).map(({ extensions }) => extensions?.code ?? 'NONE');
    return { status, text, data: body.data, codes };
  }
}

interface Frame {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

/** A socket that speaks graphql-transport-ws by hand, and keeps what it hears. */
export class AttackSocket {
  readonly frames: Frame[] = [];
  readonly socket: WebSocket;
  /** The code that it was closed with; an HTTP status where it was never opened. */
  readonly closed: Promise<number>;

  constructor(
    door: Door,
    { headers = {}, init }: { headers?: Record<string, string>; init?: object | undefined },
  ) {
    this.socket = new WebSocket(`${door.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', {
      headers,
    });
    this.socket.on('message', (frame) => {
      const message = JSON.parse(String(frame)) as Frame;
      this.frames.push(message);
      if (message.type === 'error') door.told.push(JSON.stringify(message.payload));
    });
    this.closed = new Promise((resolve) => {
      this.socket.once('unexpected-response', (_request, response) => resolve(response.statusCode!));
      this.socket.once('close', resolve);
    });
    this.socket.on('error', () => undefined);
    if (init) this.socket.once('open', () => this.say({ type: 'connection_init', payload: init }));
  }

  /** Waits until it may subscribe. */
  async ready(): Promise<this> {
    while (!this.frames.some(({ type }) => type === 'connection_ack')) await once(this.socket, 'message');
    return this;
  }

  say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables: object = {}): void {
    this.say({ id, type: 'subscribe', payload: { query, variables } });
  }

  /** What was heard under an id. */
  heard(id: string): readonly Frame[] {
    return this.frames.filter((frame) => frame.id === id);
  }

  /** The codes of the errors that were heard under an id, in whatever frame they came. */
  codes(id: string): readonly string[] {
    return this.heard(id).flatMap(({ type, payload }) => {
      const errors = type === 'error' ? payload : (payload as { errors?: unknown } | undefined)?.errors;
      return ((errors ?? []) as { extensions?: { code?: string } }[]).map(
        ({ extensions }) => extensions?.code ?? 'NONE',
      );
    });
  }

  close(): void {
    this.socket.terminate();
  }
}
