import { v7 } from 'uuid';
import { randomFromPool } from '../sealing/random-pool.js';

let lastMillisecond = 0;
let sequence = 0;

/**
 * A new identifier: UUID version 7 (RFC 9562). Rows made later in this process sort later: within a millisecond a
 * counter of 31 bits, begun at random, goes up (method 1 of section 6.2).
 */
export function newId(): string {
  const random = randomFromPool(16);
  const now = Date.now();
  if (now > lastMillisecond) {
    lastMillisecond = now;
    // Half the range is left for what comes in the same millisecond.
    sequence = random.readUInt32BE(0) >>> 2;
  } else {
    sequence += 1;
  }
  return v7({ msecs: lastMillisecond, seq: sequence, random });
}
