import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const keyIdLength = 22;
const secretLength = 40;
const checkLength = 4;
const written = new RegExp(
  `^ketqua_([0-9A-Za-z]{${keyIdLength}})_([0-9A-Za-z]{${secretLength + checkLength}})$`,
);

/**
 * A key as a laboratory keeps it: `ketqua_KEYID_SECRETCHECK`. The key id is the row's UUID in base 62, the secret
 * 40 random characters (238 bits), and the last four characters check the rest, so that a mistyped key is known as
 * one without asking the database, and a leaked one is easy to scan for.
 */
export function newKeySecret(keyId: string): string {
  const secret = Array.from({ length: secretLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  const body = `ketqua_${inBase62(BigInt(`0x${keyId.replaceAll('-', '')}`), keyIdLength)}_${secret}`;
  return body + checkOf(body);
}

/** The key id that a well-formed key names, or `undefined` for anything else. */
export function keyIdOf(key: string): string | undefined {
  const match = written.exec(key);
  if (!match || checkOf(key.slice(0, -checkLength)) !== key.slice(-checkLength)) return undefined;
  const hex = fromBase62(match[1]!).toString(16).padStart(32, '0');
  return hex.length === 32 ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : undefined;
}

/** What is stored of a key. */
export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** Compares in constant time, also when there is no stored hash. */
export function matchesHash(key: string, hash: Uint8Array | null): boolean {
  const presented = hashOfKey(key);
  const isSame = timingSafeEqual(presented, hash ?? Buffer.alloc(presented.length));
  return isSame && hash !== null;
}

function checkOf(body: string): string {
  return inBase62(BigInt(`0x${createHash('sha256').update(body).digest('hex')}`), checkLength);
}

function inBase62(value: bigint, length: number): string {
  let digits = '';
  for (let rest = value; digits.length < length; rest /= 62n) digits = alphabet[Number(rest % 62n)] + digits;
  return digits;
}

function fromBase62(digits: string): bigint {
  return [...digits].reduce((value, digit) => value * 62n + BigInt(alphabet.indexOf(digit)), 0n);
}
