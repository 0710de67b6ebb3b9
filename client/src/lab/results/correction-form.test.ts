import { expect, test } from 'vitest';
import { correctionInput, problemsOfCorrection } from './correction-form.ts';

const zone = 'Asia/Ho_Chi_Minh';
const before = {
  outcome: 'DETECTED',
  collectedAt: '12/07/2021 09:30',
  resultedAt: '12/07/2021 16:00',
  phone: '',
  reason: '',
};

test('a correction needs a reason, and times that exist', () => {
  expect(problemsOfCorrection(before, zone)).toEqual({ reason: 'reasonMissing' });
  const wrong = { outcome: '', collectedAt: '', resultedAt: '31/02/2021 09:30', phone: '', reason: ' ' };
  expect(problemsOfCorrection(wrong, zone)).toEqual({
    outcome: 'required',
    collectedAt: 'timeInvalid',
    resultedAt: 'timeInvalid',
    reason: 'reasonMissing',
  });
});

test('times that were not touched are left out', () => {
  const form = { ...before, outcome: 'NOT_DETECTED', reason: ' Swapped tubes ' };
  expect(correctionInput('r', form, before, zone)).toEqual({
    resultId: 'r',
    outcome: 'NOT_DETECTED',
    specimenCollectedAt: undefined,
    resultedAt: undefined,
    phone: undefined,
    reason: 'Swapped tubes',
  });
  const moved = { ...form, collectedAt: '11/07/2021 09:30' };
  expect(correctionInput('r', moved, before, zone).specimenCollectedAt).toBe('2021-07-11T09:30:00+07:00');
});

test('a phone is sent where it is given', () => {
  const form = { ...before, phone: ' 0912 345 678 ', reason: 'Wrong phone' };
  expect(correctionInput('r', form, before, zone).phone).toBe('0912 345 678');
});
