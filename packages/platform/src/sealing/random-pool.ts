import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(16 * 1024);
let used = pool.length;

/**
 * Random bytes from the system's generator, drawn 16 kB at a time: a call for each initialization vector and
 * identifier was a fifth of a submission's time. What was given is wiped from the pool.
 */
export function randomFromPool(length: number): Buffer {
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + length));
  pool.fill(0, used, used + length);
  used += length;
  return bytes;
}
