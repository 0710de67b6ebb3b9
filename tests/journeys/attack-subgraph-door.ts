import {
  AccessTokens,
  anonymous,
  type Caller,
  RequestSigner,
  signatureHeader,
  type Viewer,
} from '@ketqua/platform';
import type { Answer } from './attack-door.js';
import type { Room } from './attack-entities.js';
import type { WatchedPlatform } from './attack-platform.js';

/** The doors of the subgraphs, which only the gateway is to open; with its key, as it would for somebody. */
export class SubgraphDoor {
  readonly #signer: RequestSigner;
  readonly #tokens: AccessTokens;

  constructor(private readonly platform: WatchedPlatform) {
    this.#signer = new RequestSigner(platform.masterKey);
    this.#tokens = new AccessTokens(platform.masterKey);
  }

  /** What the gateway would sign for whoever has a token. */
  async signature(room: Room, body: string, token: string | undefined): Promise<string> {
    const viewer: Viewer = token ? (await this.#tokens.read(token)).viewer : anonymous;
    const caller: Caller = { viewer, locale: 'en', address: '127.0.0.1', requestId: crypto.randomUUID() };
    return this.#signer.sign(room, body, caller);
  }

  async post(room: Room, body: string, signature?: string): Promise<Answer> {
    const response = await fetch(this.platform.subgraphUrl(room), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(signature && { [signatureHeader]: signature }) },
      body,
    });
    const text = await response.text();
    const { data, errors } = JSON.parse(text) as {
      data?: Record<string, unknown>;
      errors?: { extensions?: { code?: string } }[];
    };
    const codes = (errors ?? []).map(({ extensions }) => extensions?.code ?? 'NONE');
    return { status: response.status, text, data, codes };
  }
}
