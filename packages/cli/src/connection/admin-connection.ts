import { createInterface } from 'node:readline/promises';
import type { Console } from '../console/console.js';
import type { ExitName } from '../console/exit-code.js';
import { Failure } from '../console/failure.js';
import { type MutationName, mutationOf } from './documents.js';
import { type Answer, type Expected, Passing, requestOf } from './request.js';

/** Whom a command speaks as. */
export interface AdminSettings {
  readonly url: string;
  readonly console: Console;
  /** A session that is open already. */
  readonly accessToken: string | undefined;
  readonly phone: string | undefined;
}

const exits: Readonly<Record<string, ExitName>> = {
  UNAUTHENTICATED: 'KEY_REFUSED',
  FORBIDDEN: 'KEY_REFUSED',
  STEP_UP_REQUIRED: 'KEY_REFUSED',
  PAYLOAD_TOO_LARGE: 'FILE_UNREADABLE',
  UNREADABLE_TRUST_LIST: 'FILE_UNREADABLE',
};

/** The platform as an authority's ADMIN sees it: signed in by a code, or by a token of a session. */
export class AdminConnection {
  #token: string | undefined;

  constructor(private readonly settings: AdminSettings) {
    this.#token = settings.accessToken;
  }

  /** Asks what is for everybody. @throws Failure */
  async askPublic<Data>(query: string): Promise<Data> {
    return dataOf(await this.#send(query, {}, undefined));
  }

  /** Sends a query or a mutation; gives its data. Signs in first. @throws Failure */
  async ask<Data>(query: string, variables: object = {}): Promise<Data> {
    this.#token ??= await this.#signIn();
    return dataOf(await this.#send(query, variables, this.#token));
  }

  /** Sends a mutation that answers with a union; gives the member that is no error. @throws Failure */
  async mutate<Member extends Expected>(name: MutationName, input: object): Promise<Member> {
    this.#token ??= await this.#signIn();
    return this.#mutate(name, input, this.#token);
  }

  async #mutate<Member extends Expected>(
    name: MutationName,
    input: object,
    token: string | undefined,
  ): Promise<Member> {
    const answer = await this.#send(mutationOf(name), { input }, token);
    const { [name]: member } = dataOf<Record<string, Member>>(answer);
    if (member?.code === undefined) return member!;
    throw new Failure(exits[member.code] ?? 'UNEXPECTED', member.code, member.message ?? member.code);
  }

  async #signIn(): Promise<string> {
    const { phone } = this.settings;
    if (!phone) {
      throw new Failure('KEY_REFUSED', 'ADMIN_MISSING', {
        vi: 'Chưa biết đăng nhập bằng số nào: đặt KETQUA_ADMIN_PHONE, --phone hoặc KETQUA_ACCESS_TOKEN.',
        en: 'Whom to sign in as? Set KETQUA_ADMIN_PHONE, --phone or KETQUA_ACCESS_TOKEN.',
      });
    }
    const challenge = await this.#mutate<Expected & { id: string }>('requestOtp', { phone }, undefined);
    const code = await this.#codeFromPerson();
    const session = await this.#mutate<Expected & { accessToken: string }>(
      'verifyOtp',
      { challengeId: challenge.id, code },
      undefined,
    );
    return session.accessToken;
  }

  async #codeFromPerson(): Promise<string> {
    const { language } = this.settings.console;
    const words = createInterface({ input: process.stdin, output: process.stderr });
    const question = { vi: 'Mã vừa gửi đến điện thoại: ', en: 'The code that was sent to the phone: ' }[
      language
    ];
    const nobody = new Promise<string>((resolve) => words.once('close', () => resolve('')));
    const code = (await Promise.race([words.question(question), nobody])).trim();
    words.close();
    if (code) return code;
    throw new Failure('KEY_REFUSED', 'CODE_MISSING', {
      vi: 'Cần mã để đăng nhập; trong tập lệnh, dùng KETQUA_ACCESS_TOKEN.',
      en: 'A code is needed to sign in; in a script, use KETQUA_ACCESS_TOKEN.',
    });
  }

  async #send(query: string, variables: object, token: string | undefined): Promise<Answer> {
    const { url, console } = this.settings;
    const body = JSON.stringify({ query, variables });
    try {
      return await requestOf({ url, language: console.language, token, signal: undefined, body });
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      throw new Failure('NOT_REACHABLE', 'NOT_REACHABLE', {
        vi: `Không kết nối được với ${url} (${error.message}).`,
        en: `${url} cannot be reached (${error.message}).`,
      });
    }
  }
}

function dataOf<Data>({ data, errors }: Answer): Data {
  const [error] = errors ?? [];
  if (!error) return data as Data;
  const code = error.extensions?.code ?? 'UNKNOWN';
  throw new Failure(exits[code] ?? 'UNEXPECTED', code, error.message);
}
