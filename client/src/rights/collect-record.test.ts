import { expect, test } from 'vitest';
import {
  type Ask,
  type CollectedRecord,
  collectRecord,
  RecordGoneError,
  recordAsJson,
} from './collect-record.ts';
import { recordAsHtml } from './record-as-html.ts';

const people = Array.from({ length: 25 }, (_, position) => `P${String(position).padStart(2, '0')}`);
const perPerson = 7;

/** The API with pages of ten people and three of anything else. */
const answers: Ask = (async (document: object, variables: { personId?: string; after: string | null }) => {
  const text = JSON.stringify(document);
  const pageOf = (nodes: { id: string }[], size: number) => {
    const from = variables.after === null ? 0 : nodes.findIndex(({ id }) => id === variables.after) + 1;
    const edges = nodes.slice(from, from + size).map((node) => ({ node }));
    const hasNextPage = from + size < nodes.length;
    return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.node.id ?? null } };
  };
  const some = (kind: string) =>
    Array.from({ length: perPerson }, (_, n) => ({
      __typename: 'X',
      id: `${variables.personId}${kind}${n}`,
    }));
  const record = text.includes('"value":"RecordPeople"')
    ? {
        formatVersion: 1,
        generatedAt: '2026-01-02T03:04:05Z',
        people: pageOf(
          people.map((id) => ({ id })),
          10,
        ),
      }
    : {
        person: {
          results: pageOf(some('r'), 3),
          accesses: pageOf(some('a'), 3),
          disputes: pageOf(some('d'), 3),
        },
      };
  return { me: { citizen: { account: { maskedPhone: '+84 ••• 127' }, record } } };
}) as never;

test('a large family is collected whole: every cursor is followed to its end', async () => {
  const told: number[] = [];
  const record = await collectRecord(answers, ({ results }) => told.push(results));
  expect(record.people.map(({ id }) => id)).toEqual(people);
  for (const { id, results, accesses, disputes } of record.people) {
    expect(results.map((one) => one.id)).toEqual(Array.from({ length: perPerson }, (_, n) => `${id}r${n}`));
    expect([accesses.length, disputes.length]).toEqual([perPerson, perPerson]);
  }
  expect(told.at(-1)).toBe(people.length * perPerson);
  const saved = JSON.parse(recordAsJson(record));
  expect(saved).toMatchObject({ format: 'ketqua-record', formatVersion: 1, people: { length: 25 } });
  expect(recordAsJson(record)).not.toContain('__typename');
});

test('a collection without its account saves nothing', async () => {
  const ended: Ask = (async () => ({ me: null })) as never;
  await expect(collectRecord(ended)).rejects.toBeInstanceOf(RecordGoneError);
});

test('a collection that loses its person half way saves nothing', async () => {
  const lost: Ask = (async (document: object, variables: { after: string | null; personId?: string }) =>
    variables.personId === 'P03'
      ? { me: { citizen: { record: { person: null } } } }
      : answers(document as never, variables as never)) as never;
  await expect(collectRecord(lost)).rejects.toBeInstanceOf(RecordGoneError);
});

test('what others wrote is text in the page to print, never markup', () => {
  const markup = '</pre><script>alert(1)</script>';
  const record = {
    format: 'ketqua-record',
    formatVersion: 1,
    generatedAt: '2026-01-02T03:04:05Z',
    account: {
      maskedPhone: '+84 ••• 127',
      roles: ['CITIZEN'],
      createdAt: '2026-01-02T03:04:05Z',
      lastUsedAt: '2026-01-02T03:04:05Z',
      lastNoticeAt: null,
      devices: [
        { id: 'x', device: markup, firstUsedAt: '2026-01-02T03:04:05Z', lastUsedAt: '2026-01-02T03:04:05Z' },
      ],
      sessions: [],
    },
    people: [
      {
        id: '1',
        fullName: markup,
        dateOfBirth: '1990-03-14',
        sex: 'FEMALE',
        maskedNationalId: null,
        phoneCount: 1,
        claim: null,
        results: [],
        accesses: [],
        disputes: [
          {
            id: 'd',
            kind: 'OTHER',
            statement: markup,
            state: 'OPEN',
            steps: [{ step: 'OPENED', at: '2026-01-02T03:04:05Z', by: 'CITIZEN', note: markup }],
          },
        ],
      },
    ],
  } as unknown as CollectedRecord;
  for (const language of ['vi', 'en'] as const) {
    const page = recordAsHtml(record, language);
    expect(page).not.toContain('<script');
    expect(page.match(/&lt;script&gt;/g)).toHaveLength(4);
    expect(page).toContain("default-src 'none'");
  }
});
