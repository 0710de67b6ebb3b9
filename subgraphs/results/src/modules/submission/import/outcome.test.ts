import { describe, expect, it } from 'vitest';
import { outcomeOf } from './outcome.js';

const text = (words: string) => outcomeOf({ codings: [], text: words }, []).outcome;

describe('an outcome', () => {
  it('is read from the words of laboratories, whatever their case, marks and Unicode form', () => {
    expect(text('Âm tính')).toBe('NOT_DETECTED');
    expect(text('ÂM TÍNH'.normalize('NFD'))).toBe('NOT_DETECTED');
    expect(text('dương tính (+)')).toBe('DETECTED');
    expect(text('Nghi  ngờ.')).toBe('INCONCLUSIVE');
    expect(text('Positive *** High ***')).toBe('DETECTED');
    expect(text('NEGATIVE')).toBe('NOT_DETECTED');
    expect(text('Không phát hiện')).toBe('NOT_DETECTED');
  });

  it('is never a part of a longer text', () => {
    expect(text('Negative results do not preclude infection')).toBe(
      'Negative results do not preclude infection',
    );
    expect(text('Not negative')).toBe('Not negative');
  });

  it('takes the interpretation for an empty value only', () => {
    const coded = (code: string) => ({ codings: [{ code, text: '', system: 'SCT' }], text: '' });
    expect(outcomeOf(coded('1234'), ['N']).isKnown).toBe(false);
    expect(outcomeOf(coded(''), ['N']).outcome).toBe('NOT_DETECTED');
    expect(outcomeOf(coded(''), ['N', 'A']).isKnown).toBe(false);
    expect(outcomeOf(coded('840533007'), ['A']).outcome).toBe('DETECTED');
    expect(outcomeOf(coded('260415000'), ['A']).outcome).toBe('NOT_DETECTED');
  });
});
