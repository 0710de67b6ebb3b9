import { describe, expect, it } from 'vitest';
import type { RuleOutcome } from './evaluate-rules.js';
import {
  type CertificateStatus,
  type CertifiedOutcome,
  judge,
  type SignatureJudgement,
  type Verdict,
} from './judge.js';

const P = 'PASSED' as const;
const F = 'FAILED' as const;
const O = 'OPEN' as const;

type Row = [SignatureJudgement, CertificateStatus, CertifiedOutcome | undefined, RuleOutcome[], Verdict];

describe('the law of the verdict', () => {
  it.each<Row>([
    ['VALID', 'ACTIVE', 'NOT_DETECTED', [], 'PASS'],
    ['VALID', 'ACTIVE', 'NOT_DETECTED', [P, P], 'PASS'],
    ['VALID', 'ACTIVE', undefined, [P], 'PASS'],
    ['VALID', 'ACTIVE', 'DETECTED', [P], 'FAIL'],
    ['VALID', 'ACTIVE', 'NOT_DETECTED', [P, F], 'FAIL'],
    ['VALID', 'ACTIVE', 'NOT_DETECTED', [O, F], 'FAIL'],
    ['VALID', 'ACTIVE', 'NOT_DETECTED', [P, O], 'UNKNOWN'],
    ['VALID', 'ACTIVE', 'DETECTED', [O], 'FAIL'],
    ['VALID', 'UNKNOWN', 'NOT_DETECTED', [P], 'UNKNOWN'],
    ['VALID', 'UNKNOWN', 'NOT_DETECTED', [F], 'FAIL'],
    ['VALID', 'UNKNOWN', 'DETECTED', [P], 'FAIL'],
    ['VALID', 'EXPIRED', 'NOT_DETECTED', [P], 'FAIL'],
    ['VALID', 'REVOKED', 'NOT_DETECTED', [P], 'FAIL'],
    ['VALID', 'SUPERSEDED', 'NOT_DETECTED', [P], 'FAIL'],
    ['VALID', 'NOT_YET_VALID', 'NOT_DETECTED', [P], 'FAIL'],
    ['VALID', 'REVOKED', 'NOT_DETECTED', [O], 'FAIL'],
    ['INVALID', 'ACTIVE', 'NOT_DETECTED', [P], 'FAIL'],
    ['INVALID', 'UNKNOWN', undefined, [], 'FAIL'],
    ['UNTRUSTED_ISSUER', 'ACTIVE', 'NOT_DETECTED', [P], 'FAIL'],
    ['UNTRUSTED_ISSUER', 'UNKNOWN', undefined, [O], 'FAIL'],
  ])('signature %s, status %s, outcome %s, rules %j: %5$s', (signature, status, outcome, rules, verdict) => {
    expect(judge({ signature, status, outcome, rules: rules.map((rule) => ({ outcome: rule })) })).toBe(
      verdict,
    );
  });

  it.each([
    ['ENTRY_COUNT', 'FAIL'],
    ['OUTCOME_UNREADABLE', 'UNKNOWN'],
    ['HOLDER_UNREADABLE', 'UNKNOWN'],
    ['IDENTIFIER_MISSING', 'UNKNOWN'],
  ] as const)('gives no PASS over %s: %s', (problem, verdict) => {
    const sound = { signature: 'VALID', status: 'ACTIVE', rules: [] } as const;
    expect(judge({ ...sound, problems: [problem] })).toBe(verdict);
    expect(judge({ ...sound, outcome: 'DETECTED', problems: [problem] })).toBe('FAIL');
    expect(judge({ ...sound, rules: [{ outcome: 'FAILED' }], problems: [problem] })).toBe('FAIL');
  });
});
