import { v7 } from 'uuid';
import { randomFromPool } from '../sealing/random-pool.js';

/** A new identifier: UUID version 7 (RFC 9562), so that rows made later sort later, to the millisecond. */
export function newId(): string {
  return v7({ random: randomFromPool(16) });
}
