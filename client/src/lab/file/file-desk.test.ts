import { expect, test, vi } from 'vitest';
import type { PreviewImportInput } from '../../schema/lab-operations.ts';
import { cellsOf, leafPaths } from '../preview/leaves.ts';
import type { PreviewAnswer } from '../preview/preview-file.ts';
import type { Row } from '../preview/row-table.ts';
import { createFileDesk } from './file-desk.ts';

const options = {
  timeZone: 'Asia/Ho_Chi_Minh',
  dateFormat: 'DD/MM/YYYY',
  country: '',
  mapping: { Mã: 'accessionNumber' },
};
const outcome = leafPaths.indexOf('outcome');
const file = (text: string) => Object.assign(new Blob([text]), { name: 'results.csv' });

/** A platform that knows DETECTED and NOT_DETECTED alone. */
function preview() {
  return vi.fn(async ({ content }: PreviewImportInput): Promise<PreviewAnswer> => {
    const [header = '', ...lines] = content.trim().split(/\r?\n/);
    const at = header.split(',').indexOf('outcome');
    const rows = lines.map((line, index): Row => {
      const written = line.split(',')[at] ?? '';
      const isKnown = written === 'DETECTED' || written === 'NOT_DETECTED';
      return {
        index,
        line: index + 2,
        status: isKnown ? 'ACCEPTED' : 'REJECTED',
        duplicateOf: null,
        problems: isKnown ? [] : [{ field: 'outcome', code: 'INVALID_OUTCOME', message: 'm', hint: 'h' }],
        cells: cellsOf({ accessionNumber: line.split(',')[0], outcome: written }),
        original: null,
      };
    });
    return { rows, country: 'US' };
  });
}

test('a file is judged when it is opened, and goes out as it is', async () => {
  const desk = createFileDesk(preview(), options);
  const text = 'accessionNumber,outcome\nA,DETECTED\nB,MAYBE\n';
  await desk.open(file(text));
  expect(desk.read().step).toBe('checked');
  expect(desk.read().table.map(({ status }) => status)).toEqual(['ACCEPTED', 'REJECTED']);
  expect(desk.parcel()).toMatchObject({
    format: 'CSV',
    content: text,
    options: { dateFormat: 'DD/MM/YYYY' },
  });
});

test('a corrected cell is judged again, and the file goes out as the template', async () => {
  const ask = preview();
  const desk = createFileDesk(ask, options);
  await desk.open(file('accessionNumber,outcome\nA,DETECTED\nB,MAYBE\n'));
  await desk.edit(1, outcome, ' NOT_DETECTED ');
  expect(desk.read().table[1]).toMatchObject({ status: 'ACCEPTED', problems: [] });
  expect(ask.mock.lastCall?.[0].content.trim().split('\r\n')).toHaveLength(2);
  const parcel = desk.parcel();
  expect(parcel?.content).toContain('NOT_DETECTED');
  // What the lab saved for its own files does not hold for the template; where its phones belong does.
  expect(parcel?.options).toMatchObject({
    country: 'US',
    dateFormat: 'YYYY-MM-DD',
    mapping: [],
    timeZone: 'Asia/Ho_Chi_Minh',
  });
  desk.undo();
  expect(desk.parcel()?.content).toContain('MAYBE');
});

test('a row whose judgement was lost can be judged later', async () => {
  const ask = preview();
  const desk = createFileDesk(ask, options);
  await desk.open(file('accessionNumber,outcome\nA,MAYBE\n'));
  ask.mockResolvedValueOnce({ failure: { code: 'NETWORK' } });
  await desk.edit(0, outcome, 'DETECTED');
  expect(desk.read()).toMatchObject({ failure: { code: 'NETWORK' }, judging: 0 });
  expect(desk.read().table[0]?.status).toBe('PENDING');
  await desk.judgePending();
  expect(desk.read().table[0]?.status).toBe('ACCEPTED');
});

test('what cannot be read says why, and goes nowhere', async () => {
  const desk = createFileDesk(async () => ({ failure: { code: 'UNCLOSED_QUOTE', line: 3 } }), options);
  await desk.open(file('accessionNumber,outcome\nA,"DETECTED\n'));
  expect(desk.read()).toMatchObject({ step: 'unreadable', failure: { code: 'UNCLOSED_QUOTE', line: 3 } });
  expect(desk.parcel()).toBeNull();
  await desk.open(file(''));
  expect(desk.read()).toMatchObject({ step: 'empty', refusal: 'empty' });
  await desk.open(file('%PDF-1.7'));
  expect(desk.read()).toMatchObject({ step: 'unreadable', file: { format: null }, failure: null });
});

test('an answer about another file is passed over', async () => {
  const ask = preview();
  const desk = createFileDesk(ask, options);
  let answer = (_: PreviewAnswer) => {};
  ask.mockImplementationOnce(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  const first = desk.open(file('accessionNumber,outcome\nA,MAYBE\n'));
  await vi.waitFor(() => expect(desk.read().step).toBe('checking'));
  await desk.open(file('accessionNumber,outcome\nB,DETECTED\nC,DETECTED\n'));
  answer({ rows: [], country: 'VN' });
  await first;
  expect(desk.read().table).toHaveLength(2);
});

test('what is sent is read as it was judged, whatever was typed since', async () => {
  const desk = createFileDesk(preview(), options);
  await desk.open(file('accessionNumber,outcome\nA,DETECTED\n'));
  desk.setOptions({ ...options, dateFormat: 'M/D/YYYY' });
  expect(desk.parcel()?.options?.dateFormat).toBe('DD/MM/YYYY');
  await desk.check();
  expect(desk.parcel()?.options?.dateFormat).toBe('M/D/YYYY');
});
