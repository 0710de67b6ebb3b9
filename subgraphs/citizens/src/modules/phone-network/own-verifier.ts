import { createHmac, type KeyObject, randomInt } from 'node:crypto';
import { deriveKey, type Orm, queryIn, say } from '@ketqua/platform';
import { v7 } from 'uuid';
import {
  type CodeJudgement,
  codeLength,
  codeSeconds,
  type OtpChannel,
  type PhoneVerifier,
  type StartOptions,
} from './phone-verifier.js';

/** Sends a text with a code, which is told beside it. */
export interface CodeSender {
  /** @throws PhoneNetworkError */
  send(phone: string, text: string, code?: string): Promise<void>;
}

const prefix = 'own-';

/** Whether a verification is of ours, not a provider's. */
export function isOwn(requestId: string): boolean {
  return requestId.startsWith(prefix);
}

/** Makes and checks codes itself, and sends them as texts. Stores only their HMAC. */
export class OwnVerifier implements PhoneVerifier {
  readonly channels: readonly OtpChannel[];
  readonly #key: KeyObject;
  readonly #sender: CodeSender;

  constructor(
    private readonly orm: Orm,
    masterKey: Uint8Array,
    { sender, channels }: { sender: CodeSender; channels: readonly OtpChannel[] },
  ) {
    this.#key = deriveKey(masterKey, 'one-time-code');
    this.#sender = sender;
    this.channels = channels;
  }

  async start(phone: string, { locale }: Pick<StartOptions, 'locale'>): Promise<{ requestId: string }> {
    const requestId = `${prefix}${v7()}`;
    const code = String(randomInt(10 ** codeLength)).padStart(codeLength, '0');
    await queryIn(this.orm.em.fork())(
      `insert into citizens.own_code (verification_id, code_hash, expires_at)
         values ($1, $2, now() + make_interval(secs => $3))`,
      [requestId, this.#hash(requestId, code), codeSeconds],
    );
    const text = say(locale, {
      vi: `Ketqua: mã của bạn là ${code}. Đừng đưa mã này cho ai.`,
      en: `Ketqua: your code is ${code}. Give it to nobody.`,
    });
    await this.#sender.send(phone, text, code);
    return { requestId };
  }

  async check(requestId: string, code: string): Promise<CodeJudgement> {
    const query = queryIn(this.orm.em.fork());
    // Compared as an HMAC, so that the comparison's time tells nothing; deleted, so that it is right once.
    const right = await query(
      `delete from citizens.own_code
        where verification_id = $1 and code_hash = $2 and expires_at > now() returning verification_id`,
      [requestId, this.#hash(requestId, code)],
    );
    if (right.length) return 'CORRECT';
    const alive = await query(
      'select from citizens.own_code where verification_id = $1 and expires_at > now()',
      [requestId],
    );
    return alive.length ? 'INCORRECT' : 'EXPIRED';
  }

  async cancel(requestId: string): Promise<void> {
    await queryIn(this.orm.em.fork())('delete from citizens.own_code where verification_id = $1', [
      requestId,
    ]);
  }

  #hash(requestId: string, code: string): Buffer {
    return createHmac('sha256', this.#key).update(`${requestId}:${code}`).digest();
  }
}
