import { expect, test } from 'vitest';
import { labCatalogues } from '../words/lab-catalogue.ts';
import { type EntryForm, nextForm, problemsAtFields, problemsOfForm, resultOfForm } from './entry-form.ts';

const zone = 'Asia/Ho_Chi_Minh';
const today = new Date('2021-07-12T10:00:00Z');
const filled: EntryForm = {
  ...nextForm(null, '12/07/2021 16:00'),
  accessionNumber: ' PX-1 ',
  fullName: 'Nguyễn Thị Ánh Tuyết'.normalize('NFD'),
  dateOfBirth: '14/03/1990',
  sex: 'FEMALE',
  phone: '0912345678',
  outcome: 'NOT_DETECTED',
  collectedAt: '12/07/2021 09:30',
};

test('a form becomes a result with offsets, ISO dates and whole letters', () => {
  expect(resultOfForm(filled, zone, today)).toEqual({
    accessionNumber: 'PX-1',
    patient: {
      fullName: 'Nguyễn Thị Ánh Tuyết',
      dateOfBirth: '1990-03-14',
      sex: 'FEMALE',
      nationalId: null,
      phone: '0912345678',
    },
    test: { code: '94500-6', deviceId: null },
    run: { id: null, instrument: null, kitLot: null },
    outcome: 'NOT_DETECTED',
    specimenCollectedAt: '2021-07-12T09:30:00+07:00',
    resultedAt: '2021-07-12T16:00:00+07:00',
  });
  expect(problemsOfForm(filled, zone, today, labCatalogues.en)).toEqual({});
});

test('what is missing or cannot be read is said at its field', () => {
  const wrong = {
    ...filled,
    accessionNumber: ' ',
    dateOfBirth: '111970',
    collectedAt: 'yesterday',
    test: '',
  };
  expect(Object.keys(problemsOfForm(wrong, zone, today, labCatalogues.en)).sort()).toEqual([
    'accessionNumber',
    'collectedAt',
    'dateOfBirth',
    'otherTest',
  ]);
});

test('the next person begins empty, the series stays', () => {
  const series = { ...filled, test: '97097-0', deviceId: '1232', runId: 'R1', kitLot: 'L1' };
  const next = nextForm(series, '12/07/2021 16:05');
  expect(next).toMatchObject({ test: '97097-0', deviceId: '1232', runId: 'R1', kitLot: 'L1' });
  expect(next).toMatchObject({ fullName: '', dateOfBirth: '', phone: '', accessionNumber: '', outcome: '' });
  expect(next.resultedAt).toBe('12/07/2021 16:05');
});

test("the platform's problems find their fields, the rest stays beside the form", () => {
  const say = (field: string) => ({ field, code: `${field}?`, message: 'm', hint: 'h' });
  const problems = [say('patient.phone'), say(''), say('test.code'), say('specimen.kind')];
  const { atFields, others } = problemsAtFields({ ...filled, test: '' }, problems);
  expect(atFields).toEqual({
    phone: { message: 'm h', code: 'patient.phone?' },
    otherTest: { message: 'm h', code: 'test.code?' },
  });
  expect(others.map(({ code }) => code)).toEqual(['?', 'specimen.kind?']);
});
