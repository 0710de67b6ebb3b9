import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** An answer of the platform that is an error: its code, for the exit and the help desk. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string; extensions?: { code?: string } }[];
}

/** The platform as one viewer sees it: operations over HTTP, events over a WebSocket. */
export class GraphqlClient {
  constructor(
    readonly url: string,
    private readonly token?: string,
  ) {}

  /** The same platform, for a viewer with this access token. */
  as(token: string): GraphqlClient {
    return new GraphqlClient(this.url, token);
  }

  /**
   * Sends a query or a mutation and gives its data.
   * @throws OperationError with the first error's code; Error when the platform does not answer
   */
  async ask<Data>(query: string, variables: object = {}): Promise<Data> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': 'en',
        ...(this.token && { authorization: `Bearer ${this.token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as Answer;
    if (errors?.[0]) throw new OperationError(errors[0].message, errors[0].extensions?.code ?? 'UNKNOWN');
    return data as Data;
  }

  /**
   * Sends a mutation that returns a union, and gives the payload of the wanted type.
   * @throws OperationError with the code of the error that came instead
   */
  async mutate<Payload>(
    name: string,
    payload: string,
    input: object,
    type = capitalized(name),
  ): Promise<Payload> {
    const mutation = `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ${payload} ... on UserError { code message } } }`;
    const { [name]: outcome } = await this.ask<
      Record<string, Payload & { code?: string; message?: string; __typename: string }>
    >(mutation, { input });
    if (outcome?.__typename.endsWith('Error'))
      throw new OperationError(outcome.message ?? name, outcome.code ?? 'UNKNOWN');
    return outcome!;
  }

  /**
   * Subscribes; gives each event's data until `stop` is called. What ends the stream before is given to `fail`:
   * subscribe again with the last event's cursor as `after`.
   */
  listen<Data>(
    query: string,
    variables: object,
    hear: (data: Data) => void,
    fail: (error: unknown) => void = () => undefined,
  ): Listening {
    const socket: Client = createClient({
      url: `${this.url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: this.token ? { authorization: `Bearer ${this.token}` } : {},
      lazy: false,
      onNonLazyError: () => undefined,
    });
    const opened = new Promise<void>((resolve) => socket.on('connected', () => resolve()));
    const stop = socket.subscribe<Data>(
      { query, variables: { ...variables } },
      {
        next: ({ data, errors }) => {
          if (data) hear(data);
          else fail(errors);
        },
        error: fail,
        complete: () => undefined,
      },
    );
    return {
      opened,
      async stop() {
        stop();
        // A connection that is being tried says so by a rejection: it is not wanted any more.
        await Promise.resolve(socket.dispose()).catch(() => undefined);
      },
    };
  }
}

/** A subscription that is open. */
export interface Listening {
  readonly opened: Promise<void>;
  stop(): Promise<void>;
}

function capitalized(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
