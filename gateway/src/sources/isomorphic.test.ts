import { expect, it } from 'vitest';
import { isomorphicOf, parseIsomorphic, textOf } from './isomorphic.js';

/** Characters of one to four bytes, those that JSON escapes, and half a pair. */
const texts = [
  'plain',
  'é',
  'Nguyễn',
  '検査',
  '🧪',
  '\u0000\u001f',
  '\u007f\u0080\u009f',
  '\u2028',
  '"\\/',
  '\ud83e',
  'a\udfffễ',
];
const values = [...texts, { tên: 'Cần Thơ', list: [1, null, { ễ: ['🧪'] }] }, true, null, 1.5];

it.each(values)('is the bytes of a value, and its text again: %j', (value) => {
  const json = JSON.stringify(value);
  const bytes = isomorphicOf(value);
  expect(Buffer.from(JSON.stringify(bytes), 'latin1').toString('utf8')).toBe(json);
  expect(textOf(bytes)).toEqual(value);
});

it.each(
  [...values, '__proto__'].map((value) => ({ value, json: JSON.stringify({ [String(value)]: value }) })),
)('reads what JSON says: $json', ({ json }) => {
  expect(textOf(parseIsomorphic(Buffer.from(json)))).toEqual(JSON.parse(json));
});

it('reads escapes, and what is no UTF-8, as they are read elsewhere', () => {
  const escaped = Buffer.from('["\\u1ec5", "\\ud83e\\uddea", "\\\\u1ec5", "ễ"]');
  expect(textOf(parseIsomorphic(escaped))).toEqual(['ễ', '🧪', '\\u1ec5', 'ễ']);
  const broken = Buffer.concat([Buffer.from('["'), Buffer.from([0xe1, 0xbb, 0xff]), Buffer.from('"]')]);
  expect(textOf(parseIsomorphic(broken))).toEqual(JSON.parse(broken.toString('utf8')));
  expect(() => parseIsomorphic(Buffer.from('\ufeff{}'))).toThrow(SyntaxError);
});
