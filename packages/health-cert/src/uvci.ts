/** The characters that a UVCI may hold; the checksum reckons in their positions. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:';

const OPAQUE_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** 26 characters of 36 hold 134 bits: identifiers can neither collide nor be guessed. */
const OPAQUE_LENGTH = 26;

const PREFIX = 'URN:UVCI:01';
const ISSUING_ENTITY = 'KETQUA';

/**
 * Makes a random certificate identifier: a UVCI, version 01, with an opaque string
 * (eHealth Network, Guidelines on verifiable vaccination certificates, release 2, annex 2).
 *
 * @param country ISO 3166 alpha-2
 * @returns for example `URN:UVCI:01:VN:KETQUA:` and 26 random characters, `#` and the checksum character
 * @throws RangeError when the country is not two capital letters
 */
export function newUvci(country: string): string {
  if (!/^[A-Z]{2}$/.test(country)) throw new RangeError('country is not ISO 3166 alpha-2');
  const identifier = `${PREFIX}:${country}:${ISSUING_ENTITY}:${randomOpaque()}`;
  return `${identifier}#${uvciChecksum(identifier)}`;
}

/**
 * The checksum character of an identifier, prefix included: Luhn modulo 38 (ISO/IEC 7812-1, annex B, extended
 * to the alphabet of the UVCI).
 *
 * @param identifier everything before the `#`
 * @throws RangeError when a character is outside the alphabet
 */
export function uvciChecksum(identifier: string): string {
  const size = ALPHABET.length;
  let sum = 0;
  for (let fromEnd = 0; fromEnd < identifier.length; fromEnd += 1) {
    const value = ALPHABET.indexOf(identifier[identifier.length - 1 - fromEnd]!);
    if (value < 0) throw new RangeError('a character is outside the alphabet of the UVCI');
    const addend = fromEnd % 2 === 0 ? value * 2 : value;
    sum += Math.floor(addend / size) + (addend % size);
  }
  return ALPHABET[(size - (sum % size)) % size]!;
}

/** Whether an identifier ends in its own checksum; one without a checksum does not. */
export function hasValidUvciChecksum(uvci: string): boolean {
  const [identifier, checksum, ...rest] = uvci.split('#');
  if (identifier === undefined || checksum === undefined || rest.length > 0) return false;
  return /^[A-Z0-9/:]+$/.test(identifier) && uvciChecksum(identifier) === checksum;
}

/** Random bytes are fetched a block at a time, as one call costs more than a signature's fifth; each is used once. */
const block = new Uint8Array(2_048);
let used = block.length;

function randomByte(): number {
  if (used === block.length) {
    globalThis.crypto.getRandomValues(block);
    used = 0;
  }
  const byte = block[used]!;
  block[used++] = 0;
  return byte;
}

function randomOpaque(): string {
  // 252 is the largest multiple of 36 in a byte: rejecting the rest keeps every character equally likely.
  let opaque = '';
  while (opaque.length < OPAQUE_LENGTH) {
    const byte = randomByte();
    if (byte < 252) opaque += OPAQUE_ALPHABET[byte % 36];
  }
  return opaque;
}
