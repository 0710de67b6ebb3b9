import { CombinedError } from '@urql/core';
import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { failureOf } from './failure.ts';

test('a refusal keeps its code and its wait', () => {
  const error = new CombinedError({
    graphQLErrors: [new GraphQLError('slow down', { extensions: { code: 'RATE_LIMITED', retryAfter: 30 } })],
  });
  expect(failureOf(error)).toEqual({ code: 'RATE_LIMITED', retryAfter: 30 });
});

test('a lost network and an error without a code have codes of their own', () => {
  expect(failureOf(new CombinedError({ networkError: new Error('offline') })).code).toBe('NETWORK');
  expect(failureOf(new CombinedError({ graphQLErrors: [new GraphQLError('x')] })).code).toBe('UNFORESEEN');
});
