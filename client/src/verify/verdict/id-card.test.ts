import { expect, test } from 'vitest';
import { compareWithCard, readIdCard } from './id-card.ts';

const text = '079085012345|023456789|Nguyễn Thị Ánh Tuyết|14031990|Nữ|12 Lê Lợi, Quận 1|01072021';

test('the QR of an ID card is read, and nothing else is taken for one', () => {
  expect(readIdCard(text)).toEqual({ fullName: 'Nguyễn Thị Ánh Tuyết', dateOfBirth: '1990-03-14' });
  for (const other of [
    'HC1:6BF',
    '',
    '079|x|A|14031990|Nữ|b|c',
    text.replace('14031990', '1990'),
    '1|2|3|4|5|6|7',
  ]) {
    expect(readIdCard(other)).toBeNull();
  }
});

test('a name is the same without its marks, case and order; a birth date as far as it is told', () => {
  const card = readIdCard(text)!;
  const same = { isSameName: true, isSameBirth: true };
  expect(compareWithCard(card, { displayName: 'Nguyễn Thị Ánh Tuyết', dateOfBirth: '1990-03-14' })).toEqual(
    same,
  );
  expect(compareWithCard(card, { displayName: 'TUYET ANH THI NGUYEN', dateOfBirth: '1990' })).toEqual(same);
  expect(compareWithCard(card, { displayName: 'Nguyễn Thị Ánh', dateOfBirth: '1990-03-15' })).toEqual({
    isSameName: false,
    isSameBirth: false,
  });
  expect(compareWithCard(card, { displayName: 'Nguyễn Thị Ánh Tuyết', dateOfBirth: '' }).isSameBirth).toBe(
    false,
  );
});
