import type { Chance } from './attack-chance.js';

/** Something that names a thing of the victim's: where it was read, as `Type.field`, and what it is. */
export interface Identifier {
  readonly kind: string;
  readonly value: string;
}

const hex = '0123456789abcdef';
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Ways to write an identifier that a careless comparison takes for the same, or a careless reader stumbles over. */
export const disguises: Readonly<Record<string, (value: string, chance: Chance) => unknown>> = {
  none: (value) => value,
  upperCase: (value) => value.toUpperCase(),
  lowerCase: (value) => value.toLowerCase(),
  spaces: (value) => ` ${value}\t`,
  noDashes: (value) => value.replaceAll('-', ''),
  braces: (value) => `{${value}}`,
  urn: (value) => `urn:uuid:${value}`,
  otherVersion: (value, chance) => (uuid.test(value) ? replaced(value, 14, chance.one([...hex])) : value),
  otherVariant: (value, chance) => (uuid.test(value) ? replaced(value, 19, chance.one([...hex])) : value),
  neighbour: (value, chance) => replaced(value, value.length - 1, chance.one([...hex])),
  flipped: (value, chance) => replaced(value, chance.below(value.length), chance.one([...hex])),
  nulBehind: (value) => `${value}\u0000`,
  nulWithin: (value, chance) => inserted(value, chance, '\u0000'),
  fullWidth: (value) =>
    value.replaceAll(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
  wildcard: (value) => `${value.slice(0, -3)}%`,
  everything: () => '%',
  quote: (value) => `${value}' or '1'='1`,
  percent: (value) => encodeURIComponent(value).replaceAll('-', '%2D'),
  twice: (value) => `${value},${value}`,
  cut: (value, chance) => value.slice(0, 1 + chance.below(Math.max(1, value.length - 1))),
  newline: (value) => `${value}\n`,
  encoded: (value) => Buffer.from(value).toString('base64url'),
  cursorOf: (value) => Buffer.from(`2099-01-01T00:00:00.000Z_${value}`).toString('base64url'),
  editedWithin: (value, chance) => edited(value, chance),
  ofEpoch: (value) => edited(value, undefined),
  array: (value) => [value],
  arrays: (value) => [[value]],
  object: (value) => ({ id: value, equals: value, $ne: null }),
  number: () => 1,
  truth: () => true,
  nothing: () => null,
};

/** Texts only: those that a value of another shape would be refused for at once, with all that stand beside it. */
export const shapes: ReadonlySet<string> = new Set([
  'array',
  'arrays',
  'object',
  'number',
  'truth',
  'nothing',
]);

/** An identifier of the same form that nobody has; none for what is no UUID. */
export function nobodys({ value }: Identifier, chance: Chance): string | null {
  if (!uuid.test(value)) return null;
  const random = (length: number) => Array.from({ length }, () => chance.one([...hex])).join('');
  return `${value.slice(0, 8)}-${value.slice(9, 13)}-7${random(3)}-a${random(3)}-${random(12)}`;
}

function replaced(value: string, at: number, character: string): string {
  return value.slice(0, at) + character + value.slice(at + 1);
}

function inserted(value: string, chance: Chance, text: string): string {
  const at = chance.below(value.length);
  return value.slice(0, at) + text + value.slice(at);
}

/** What a cursor says, altered: another number, or the first of all. */
function edited(value: string, chance: Chance | undefined): string {
  const said = Buffer.from(value, 'base64url').toString('latin1');
  const numbers = [...said.matchAll(/\d+/g)];
  if (!numbers.length) return value;
  const altered = chance
    ? ((number) => replaced(said, number.index, String(chance.below(10))))(chance.one(numbers))
    : said.replace(/\.\d+\.\d+$/, '.0.0');
  return Buffer.from(altered, 'latin1').toString('base64url');
}
