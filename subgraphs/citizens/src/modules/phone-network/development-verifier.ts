import { createHmac, type KeyObject, randomInt } from 'node:crypto';
import { deriveKey, type Locale, type Orm, queryIn, say } from '@ketqua/platform';
import { v7 } from 'uuid';
import { DevelopmentSender } from './development-sender.js';
import { type CodeJudgement, codeLength, codeSeconds, type PhoneVerifier } from './phone-verifier.js';

/** Makes and checks codes itself, and sends them to the development messages. Stores only their HMAC. */
export class DevelopmentVerifier implements PhoneVerifier {
  readonly #key: KeyObject;
  readonly #sender: DevelopmentSender;

  constructor(
    private readonly orm: Orm,
    masterKey: Uint8Array,
  ) {
    this.#key = deriveKey(masterKey, 'one-time-code');
    this.#sender = new DevelopmentSender(orm);
  }

  async start(phone: string, { locale }: { locale: Locale }): Promise<{ requestId: string }> {
    const requestId = v7();
    const code = String(randomInt(10 ** codeLength)).padStart(codeLength, '0');
    await queryIn(this.orm.em.fork())(
      `insert into citizens.development_code (verification_id, code_hash, expires_at)
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
      `delete from citizens.development_code
        where verification_id = $1 and code_hash = $2 and expires_at > now() returning verification_id`,
      [requestId, this.#hash(requestId, code)],
    );
    if (right.length) return 'CORRECT';
    const alive = await query(
      'select from citizens.development_code where verification_id = $1 and expires_at > now()',
      [requestId],
    );
    return alive.length ? 'INCORRECT' : 'EXPIRED';
  }

  async cancel(requestId: string): Promise<void> {
    await queryIn(this.orm.em.fork())('delete from citizens.development_code where verification_id = $1', [
      requestId,
    ]);
  }

  #hash(requestId: string, code: string): Buffer {
    return createHmac('sha256', this.#key).update(`${requestId}:${code}`).digest();
  }
}
