import { expect, test } from 'vitest';
import { readIdCard } from './id-card.ts';

const today = new Date('2021-07-12T02:00:00Z');
const card = '079190001234|024567890|Nguyễn Thị Ánh Tuyết|14031990|Nữ|12 Lê Lợi, Quận 1, TP.HCM|10052021';
const with_ = (position: number, part: string) =>
  card
    .split('|')
    .map((each, at) => (at === position ? part : each))
    .join('|');

test('a card gives number, name, birth date and sex, and nothing else', () => {
  expect(readIdCard(card, today)).toEqual({
    nationalId: '079190001234',
    fullName: 'Nguyễn Thị Ánh Tuyết',
    dateOfBirth: '1990-03-14',
    sex: 'FEMALE',
  });
});

test('a hand scanner ends with a line break, may write accents apart, and the old number may be missing', () => {
  const scanned = `${with_(1, '').normalize('NFD')}\r\n`;
  expect(readIdCard(scanned, today)).toMatchObject({ fullName: 'Nguyễn Thị Ánh Tuyết', sex: 'FEMALE' });
});

test('a newer card has more parts', () => {
  expect(readIdCard(`${card}||Nguyễn Văn A|Trần Thị B`, today)).toMatchObject({ nationalId: '079190001234' });
});

test.each([
  ['Nam', 'MALE'],
  ['NAM', 'MALE'],
  ['Nữ', 'FEMALE'],
  ['nữ', 'FEMALE'],
])('%s is %s', (word, sex) => {
  expect(readIdCard(with_(4, word), today)).toMatchObject({ sex });
});

test.each([
  ['00001970', '1970'],
  ['00031970', '1970-03'],
  ['29022020', '2020-02-29'],
])('born %s is %s', (written, dateOfBirth) => {
  expect(readIdCard(with_(3, written), today)).toMatchObject({ dateOfBirth });
});

test.each([
  ['HC1:6BFOXN', 'ID_CARD_UNREADABLE'],
  ['', 'ID_CARD_UNREADABLE'],
  ['079190001234|024567890|Nguyễn Thị', 'ID_CARD_INCOMPLETE'],
  [with_(0, '07919000123'), 'ID_CARD_NUMBER'],
  [with_(0, 'C1234567'), 'ID_CARD_NUMBER'],
  [with_(2, ' '), 'ID_CARD_NAME'],
  [with_(3, ''), 'ID_CARD_BIRTH_DATE'],
  [with_(3, '31021990'), 'ID_CARD_BIRTH_DATE'],
  [with_(3, '1990-03-14'), 'ID_CARD_BIRTH_DATE'],
  [with_(3, '14032031'), 'ID_CARD_BIRTH_DATE'],
  [with_(3, '14031890'), 'ID_CARD_BIRTH_DATE'],
  [with_(3, '14001990'), 'ID_CARD_BIRTH_DATE'],
  [with_(4, ''), 'ID_CARD_SEX'],
  [with_(4, 'F'), 'ID_CARD_SEX'],
])('%j is refused: %s', (text, problem) => {
  expect(readIdCard(text, today)).toEqual({ problem });
});
