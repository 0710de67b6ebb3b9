import type { Frame } from './read-qr.ts';

/** Between dark and light, of 255: below it a frame is dim, and noise is what hides the code. */
const leastContrast = 64;
/** The darkest and the lightest two hundredth are lamps and shadows. */
const outliers = 0.005;
const sharpness = 4;

/**
 * A frame that was not read, in grey and made clearer: a dim one with its noise smoothed and its contrast stretched,
 * another one sharpened, as if its focus were better.
 */
export function clearerFrame({ data, width, height }: Frame): Frame {
  const grey = greyOf(data);
  const { dark, light } = rangeOf(grey);
  const contrast = Math.max(1, light - dark);
  const isDim = contrast < leastContrast;
  const extent = { width, height, reach: isDim ? 1 : 2 };
  const soft = smoothed(smoothed(grey, extent), extent);
  const pixels = new Uint32Array(grey.length);
  for (let pixel = 0; pixel < grey.length; pixel += 1) {
    const [own, around] = [grey[pixel]!, soft[pixel]!];
    const level = isDim ? ((around - dark) * 255) / contrast : own + sharpness * (own - around);
    // Opaque, and as much red as green and blue.
    pixels[pixel] = 0xff000000 | (Math.min(255, Math.max(0, Math.round(level))) * 0x010101);
  }
  return { data: new Uint8ClampedArray(pixels.buffer), width, height };
}

/** Luma (ITU-R BT.601) of each pixel, 0 to 255. */
function greyOf(data: Uint8ClampedArray): Float32Array {
  const grey = new Float32Array(data.length / 4);
  for (let pixel = 0; pixel < grey.length; pixel += 1) {
    const at = pixel * 4;
    grey[pixel] = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  }
  return grey;
}

function rangeOf(grey: Float32Array): { dark: number; light: number } {
  const counts = new Uint32Array(256);
  for (const level of grey) counts[Math.round(level)]! += 1;
  const beyond = (from: number, step: number) => {
    let left = grey.length * outliers;
    let level = from;
    while (level + step >= 0 && level + step < 256 && left >= counts[level]!) {
      left -= counts[level]!;
      level += step;
    }
    return level;
  };
  return { dark: beyond(0, 1), light: beyond(255, -1) };
}

interface Extent {
  readonly width: number;
  readonly height: number;
  readonly reach: number;
}

/** The mean of each pixel's neighbours up to `reach` away; at the edge its outermost pixels go on. */
function smoothed(grey: Float32Array, { width, height, reach }: Extent): Float32Array {
  const inside = (index: number, count: number) => Math.min(count - 1, Math.max(0, index));
  const share = 1 / (2 * reach + 1);
  const across = new Float32Array(grey.length);
  for (let row = 0; row < height; row += 1) {
    const from = row * width;
    let sum = 0;
    for (let step = -reach; step <= reach; step += 1) sum += grey[from + inside(step, width)]!;
    for (let column = 0; column < width; column += 1) {
      across[from + column] = sum * share;
      sum += grey[from + inside(column + reach + 1, width)]! - grey[from + inside(column - reach, width)]!;
    }
  }
  // Row by row here as well: a column's pixels lie far apart in memory.
  const both = new Float32Array(grey.length);
  for (let row = 0; row < height; row += 1) {
    for (let step = -reach; step <= reach; step += 1) {
      const from = inside(row + step, height) * width;
      for (let column = 0; column < width; column += 1) {
        both[row * width + column]! += across[from + column]! * share;
      }
    }
  }
  return both;
}
