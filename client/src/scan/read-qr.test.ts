import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { drawQr } from '../my-qr/qr-drawing.ts';
import { type Frame, prepareReader, readPlainly, readQr } from './read-qr.ts';

const text = `HC1:${'6BF+70790T9WJWG.FKY*4GO0'.repeat(12)}`;
const scale = 4;

beforeAll(() => {
  const wasm = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  prepareReader(Uint8Array.from(readFileSync(wasm)).buffer);
});

/** The code in a frame, out of focus by a Gaussian of `blur` pixels: `level` gives a pixel's grey by its ink, 0 to 1. */
function framed(blur: number, level: (ink: number, pixel: number) => number): Frame {
  const { size, runs } = drawQr(text);
  const side = size * scale;
  const ink = new Float32Array(side * side);
  for (const { row, column, length } of runs) {
    for (let y = row * scale; y < (row + 1) * scale; y += 1) {
      ink.fill(1, y * side + column * scale, y * side + (column + length) * scale);
    }
  }
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  const soft = blur ? along(along(ink, 1, blur), side, blur) : ink;
  soft.forEach((share, pixel) => {
    data.fill(level(share, pixel), pixel * 4, pixel * 4 + 3);
  });
  return { data, width: side, height: side };
}

function along(ink: Float32Array, step: number, blur: number): Float32Array {
  const reach = Math.ceil(3 * blur);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-((at - reach) ** 2) / (2 * blur ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return ink.map((_, pixel) =>
    weights.reduce((sum, weight, at) => sum + ((ink[pixel + (at - reach) * step] ?? 0) * weight) / total, 0),
  );
}

test('a code in the dark is read, which the library alone does not see', async () => {
  // Grey by grey, a noise that repeats itself never: the fractions of the multiples of the golden ratio.
  const dark = framed(0, (ink, pixel) => 30 - 9 * ink + 4 * ((pixel * 0.618034) % 1));
  expect(await readPlainly(dark)).toBeNull();
  expect(await readQr(dark)).toBe(text);
});

test('a code out of focus is read, which the library alone does not read', async () => {
  const blurred = framed(2, (ink) => 235 - 215 * ink);
  expect(await readPlainly(blurred)).toBeNull();
  expect(await readQr(blurred)).toBe(text);
});

test('a sharp code is read at once, and an empty frame has none', async () => {
  const sharp = framed(0, (ink) => 235 - 215 * ink);
  expect(await readPlainly(sharp)).toBe(text);
  const empty = { data: new Uint8ClampedArray(640 * 480 * 4).fill(90), width: 640, height: 480 };
  expect(await readQr(empty)).toBeNull();
});
