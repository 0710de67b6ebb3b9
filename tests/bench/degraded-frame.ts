import { create } from 'qrcode';

/** What a camera makes of a code. Lengths are in pixels of the frame, angles in degrees. */
export interface Degradation {
  /** Turned in the plane of the frame. */
  readonly roll: number;
  /** Tilted away from the camera, about an axis at `tiltAxis`. */
  readonly tilt: number;
  readonly tiltAxis: number;
  /** Standard deviation of a Gaussian: out of focus. */
  readonly blur: number;
  /** Length of a straight movement while the shutter is open, along `motionAngle`. */
  readonly motion: number;
  readonly motionAngle: number;
  /** The share of the light that is left; the sensor's noise stays. */
  readonly light: number;
  /** The share of the code's area under a thumb at one edge. */
  readonly covered: number;
}

/** RGBA, row by row. */
export interface Frame {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

export const width = 1280;
export const height = 720;
/** How wide a code is in the middle of the frame, with its quiet zone, and how far the lens sees. */
const codeWidth = 400;
const focalLength = 1_100;
const quietZone = 4;
const subSamples = 2;
/** Standard deviation of the sensor's noise, in grey levels of 255. */
const noise = 3;
const [paper, ink, table, skin] = [235, 20, 120, 150];

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Draws a code as our page does (alphanumeric, level M), and photographs it. `chance` gives numbers from 0 to 1. */
export function photograph(text: string, how: Degradation, chance: () => number): Frame {
  const { modules } = create([{ data: text, mode: 'alphanumeric' }], { errorCorrectionLevel: 'M' });
  const isDark = (row: number, column: number) => Boolean(modules.get(row, column));
  const grey = moved(
    blurred(scene(isDark, modules.size, how, chance), how.blur),
    how.motion,
    radians(how.motionAngle),
  );
  return developed(grey, how.light, chance);
}

/** The light on each pixel, 0 to 255. */
function scene(
  isDark: (row: number, column: number) => boolean,
  modules: number,
  { roll, tilt, tiltAxis, covered }: Degradation,
  chance: () => number,
): Float32Array {
  const side = modules + 2 * quietZone;
  const toCode = inverseOf(projection(radians(roll), radians(tilt), radians(tiltAxis)));
  // A thumb: a disc whose middle lies on the edge of the code, half of it over the code.
  const thumbRadius = Math.sqrt((2 * covered) / Math.PI) * modules;
  const thumbAt = quietZone + modules * (0.4 + 0.2 * chance());
  const edge = quietZone + modules;
  const greyAt = (x: number, y: number): number => {
    const [a, b, c, d, e, f, g, h, i] = toCode;
    const depth = g * x + h * y + i;
    const column = ((a * x + b * y + c) / depth + 0.5) * side;
    const row = ((d * x + e * y + f) / depth + 0.5) * side;
    if (covered && Math.hypot(column - thumbAt, row - edge) < thumbRadius) return skin;
    if (column < 0 || row < 0 || column >= side || row >= side) return table;
    const [r, k] = [Math.floor(row) - quietZone, Math.floor(column) - quietZone];
    return r >= 0 && k >= 0 && r < modules && k < modules && isDark(r, k) ? ink : paper;
  };
  const light = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let part = 0; part < subSamples ** 2; part += 1) {
        const across = ((part % subSamples) + 0.5) / subSamples;
        const down = (Math.floor(part / subSamples) + 0.5) / subSamples;
        sum += greyAt(x + across - width / 2, y + down - height / 2);
      }
      light[y * width + x] = sum / subSamples ** 2;
    }
  }
  return light;
}

type Matrix = readonly [number, number, number, number, number, number, number, number, number];

/** From the code's plane (-0.5 to 0.5) to pixels from the frame's middle. */
function projection(roll: number, tilt: number, axis: number): Matrix {
  const distance = focalLength / codeWidth;
  const [u, v] = [Math.cos(axis), Math.sin(axis)];
  const [cosine, sine] = [Math.cos(tilt), Math.sin(tilt)];
  // Rodrigues' rotation about (u, v, 0), of the first two columns.
  const [xx, xy, xz] = [cosine + u * u * (1 - cosine), u * v * (1 - cosine), -v * sine];
  const [yx, yy, yz] = [u * v * (1 - cosine), cosine + v * v * (1 - cosine), u * sine];
  const [c, s] = [Math.cos(roll), Math.sin(roll)];
  const column = (x: number, y: number): [number, number, number] => [
    focalLength * (xx * x + yx * y),
    focalLength * (xy * x + yy * y),
    xz * x + yz * y,
  ];
  const [first, second] = [column(c, s), column(-s, c)];
  return [first[0], second[0], 0, first[1], second[1], 0, first[2], second[2], distance];
}

function inverseOf([a, b, c, d, e, f, g, h, i]: Matrix): Matrix {
  // Up to a factor, which a projection does not know.
  return [
    ...([e * i - f * h, c * h - b * i, b * f - c * e] as const),
    ...([f * g - d * i, a * i - c * g, c * d - a * f] as const),
    ...([d * h - e * g, b * g - a * h, a * e - b * d] as const),
  ];
}

/** The light spread by weights along a line of offsets. */
function spread(
  light: Float32Array,
  steps: readonly { x: number; y: number; weight: number }[],
): Float32Array {
  const result = new Float32Array(light.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (const step of steps) {
        const column = Math.min(width - 1, Math.max(0, x + step.x));
        const row = Math.min(height - 1, Math.max(0, y + step.y));
        sum += light[row * width + column]! * step.weight;
      }
      result[y * width + x] = sum;
    }
  }
  return result;
}

function blurred(light: Float32Array, deviation: number): Float32Array {
  if (deviation === 0) return light;
  const reach = Math.ceil(3 * deviation);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-((at - reach) ** 2) / (2 * deviation ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const steps = weights.map((weight, at) => ({ offset: at - reach, weight: weight / total }));
  const across = spread(
    light,
    steps.map(({ offset, weight }) => ({ x: offset, y: 0, weight })),
  );
  return spread(
    across,
    steps.map(({ offset, weight }) => ({ x: 0, y: offset, weight })),
  );
}

/** Each step lies between pixels, and is divided among the four around it. */
function moved(light: Float32Array, length: number, angle: number): Float32Array {
  if (length === 0) return light;
  const count = Math.ceil(length) * 2 + 1;
  const weights = new Map<string, { x: number; y: number; weight: number }>();
  for (let step = 0; step < count; step += 1) {
    const along = (step / (count - 1) - 0.5) * length;
    const [x, y] = [along * Math.cos(angle), along * Math.sin(angle)];
    for (const [column, row] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      const at = { x: Math.floor(x) + column, y: Math.floor(y) + row };
      const weight = (1 - Math.abs(x - at.x)) * (1 - Math.abs(y - at.y));
      const before = weights.get(`${at.x} ${at.y}`)?.weight ?? 0;
      weights.set(`${at.x} ${at.y}`, { ...at, weight: before + weight / count });
    }
  }
  return spread(light, [...weights.values()]);
}

/** The picture of the light: dimmer where there is less, with the sensor's noise (Box and Muller). */
function developed(light: Float32Array, share: number, chance: () => number): Frame {
  const data = new Uint8ClampedArray(new ArrayBuffer(light.length * 4));
  for (let pixel = 0; pixel < light.length; pixel += 1) {
    const normal = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
    const grey = light[pixel]! * share + normal * noise;
    data.fill(grey, pixel * 4, pixel * 4 + 3);
    data[pixel * 4 + 3] = 255;
  }
  return { data, width, height };
}
