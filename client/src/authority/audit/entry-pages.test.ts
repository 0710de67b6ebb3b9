import { expect, test } from 'vitest';
import { detailsOf, newestPage, olderPage } from './entry-pages.ts';

test('pages go back from the newest entry to the first, and show none twice', () => {
  const newest = newestPage(45);
  expect(newest).toEqual({ after: 25, first: 20 });
  expect(olderPage(newest)).toEqual({ after: 5, first: 20 });
  expect(olderPage(olderPage(newest))).toEqual({ after: 0, first: 5 });
  expect(newestPage(3)).toEqual({ after: 0, first: 20 });
});

test('details are told by name and value', () => {
  expect(detailsOf('{"ruleSet":"VN-72H","version":2,"checkpointId":null}')).toBe(
    'ruleSet: VN-72H, version: 2, checkpointId: null',
  );
});
