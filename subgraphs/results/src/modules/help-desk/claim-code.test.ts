import { describe, expect, it } from 'vitest';
import { newClaimCode, readClaimCode } from './claim-code.js';

const alphabet = 'ACDEFHJKMNPQRTUVWXY3479';

describe('a claim code', () => {
  const codes = Array.from({ length: 200 }, newClaimCode);

  it('is read as people write it', () => {
    for (const code of codes) {
      expect(code).toMatch(/^[ACDEFHJKMNPQRTUVWXY3479]{12}$/);
      expect(readClaimCode(code)).toBe(code);
      const groups = `${code.slice(0, 4)}-${code.slice(4, 8)} ${code.slice(8)}`.toLowerCase();
      expect(readClaimCode(` ${groups}\n`)).toBe(code);
    }
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('shows every wrong character', () => {
    for (const code of codes.slice(0, 20)) {
      for (let place = 0; place < code.length; place += 1) {
        for (const other of alphabet) {
          if (other === code[place]) continue;
          expect(readClaimCode(code.slice(0, place) + other + code.slice(place + 1))).toBeNull();
        }
      }
    }
  });

  it('shows every two characters that were swapped, wherever they stand', () => {
    for (const code of codes) {
      for (let one = 0; one < 11; one += 1) {
        for (let other = one + 1; other < 11; other += 1) {
          if (code[one] === code[other]) continue;
          const swapped = [...code];
          [swapped[one], swapped[other]] = [swapped[other]!, swapped[one]!];
          expect(readClaimCode(swapped.join(''))).toBeNull();
        }
      }
    }
  });

  it('is nothing shorter, longer or of other characters', () => {
    for (const text of ['', 'ACDE', `${codes[0]}A`, 'O0I1L2Z5S8BG', 'ACDE-ACDE-ACD\u0000', '🙂'.repeat(12)]) {
      expect(readClaimCode(text)).toBeNull();
    }
  });
});
