import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

/** What an argument names: a picture, or lines. */
export type InputSource =
  | { readonly kind: 'picture'; readonly bytes: Uint8Array }
  | { readonly kind: 'lines'; readonly pieces: AsyncIterable<Uint8Array | string> }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too large' };

/** How every PNG file begins (PNG, section 5.2), and every JPEG, which many a `.png` is. */
const BEGINNINGS = [
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.from([0xff, 0xd8, 0xff]),
] as const;

/** A page scanned at 600 dots an inch stays under it. */
const LARGEST_PICTURE = 32 * 1024 * 1024;

/** Opens a file, or standard input where the path is `-`; what a file is, its first bytes say. */
export async function sourceAt(path: string): Promise<InputSource> {
  if (path === '-') return { kind: 'lines', pieces: process.stdin };
  try {
    const file = await open(path);
    try {
      const first = Buffer.alloc(8);
      await file.read(first, 0, first.length, 0);
      const isPicture = BEGINNINGS.some((beginning) => first.indexOf(beginning) === 0);
      if (!isPicture) return { kind: 'lines', pieces: createReadStream(path) };
      if ((await file.stat()).size > LARGEST_PICTURE) return { kind: 'too large' };
      return { kind: 'picture', bytes: Uint8Array.from(await file.readFile()) };
    } finally {
      await file.close();
    }
  } catch {
    return { kind: 'missing' };
  }
}
