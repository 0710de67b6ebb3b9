import { describe, expect, test } from 'vitest';
import { catalogues } from '../../language/catalogue.ts';
import { feedReason, verdictReason } from './verdict-reason.ts';

type Verification = Parameters<typeof verdictReason>[0];
type Event = Parameters<typeof feedReason>[0];

const rule = (outcome: 'PASSED' | 'FAILED' | 'OPEN'): Verification['rules'][number] => ({
  __typename: 'RuleJudgement',
  id: outcome,
  description: '',
  outcome,
});

const accepted: Verification = {
  verdict: 'PASS',
  signature: 'VALID',
  status: 'ACTIVE',
  outcome: 'NOT_DETECTED',
  rules: [rule('PASSED')],
};

describe('the reason of a verdict', () => {
  test.each<[string, Partial<Verification>]>([
    ['ACCEPTED', {}],
    ['SIGNATURE_INVALID', { verdict: 'FAIL', signature: 'INVALID', status: 'UNKNOWN' }],
    ['UNTRUSTED_ISSUER', { verdict: 'FAIL', signature: 'UNTRUSTED_ISSUER' }],
    ['EXPIRED', { verdict: 'FAIL', status: 'EXPIRED', rules: [rule('FAILED')] }],
    ['REVOKED', { verdict: 'FAIL', status: 'REVOKED', outcome: 'DETECTED' }],
    ['DETECTED', { verdict: 'FAIL', outcome: 'DETECTED' }],
    ['RULE_FAILED', { verdict: 'FAIL', rules: [rule('PASSED'), rule('FAILED')] }],
    ['STATUS_UNKNOWN', { verdict: 'UNKNOWN', status: 'UNKNOWN' }],
    ['RULE_OPEN', { verdict: 'UNKNOWN', rules: [rule('OPEN')] }],
  ])('is %s', (reason, facts) => {
    expect(verdictReason({ ...accepted, ...facts })).toBe(reason);
  });

  test('in the feed tells no outcome and no rule', () => {
    const event = { verdict: 'FAIL', signature: 'VALID', status: 'ACTIVE' } as Event;
    expect(feedReason(event)).toBe('NOT_ACCEPTED');
    expect(feedReason({ ...event, status: 'REVOKED' })).toBe('REVOKED');
  });
});

test('each verdict has a word of its own in both languages', () => {
  expect(Object.values(catalogues.vi.verify.verdict)).toEqual(['Đạt', 'Không đạt', 'Chưa rõ']);
  expect(new Set(Object.values(catalogues.en.verify.verdict)).size).toBe(3);
});
