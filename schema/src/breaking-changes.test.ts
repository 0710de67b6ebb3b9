import { expect, it } from 'vitest';
import { unannouncedBreaks } from './breaking-changes.js';

const released = 'type Query { lab(id: ID!): String  labs(of: ID): [String!]! }';

it('finds a field that clients rely on and that is gone', () => {
  expect(unannouncedBreaks(released, 'type Query { labs(of: ID): [String!]! }', '')).toEqual([
    'Query.lab was removed.',
  ]);
});

it('lets pass what was announced, and what only adds', () => {
  expect(
    unannouncedBreaks(
      released,
      'type Query { labs(of: ID): [String!]! }',
      '- Query.lab was removed. Use labs.',
    ),
  ).toEqual([]);
  expect(unannouncedBreaks(released, `${released} type More { id: ID }`, '')).toEqual([]);
});
