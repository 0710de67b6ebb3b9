import { expect, test } from 'vitest';
import { waitOf } from '../controls/problem.tsx';
import { catalogues } from '../language/catalogue.ts';
import { canRetry, digitsOf } from './code-step.tsx';

test('a pasted code keeps its six digits, whatever stands around them', () => {
  expect(digitsOf('123 456')).toBe('123456');
  expect(digitsOf('Ma cua ban: 123456')).toBe('123456');
  expect(digitsOf('1234567')).toBe('123456');
});

test('the same code is sent again where nobody judged it, and only there', () => {
  const codes = ['OTP_UNAVAILABLE', 'NETWORK', 'OTP_INCORRECT', 'OTP_LOCKED', 'OTP_EXPIRED', 'RATE_LIMITED'];
  expect(codes.filter(canRetry)).toEqual(['OTP_UNAVAILABLE', 'NETWORK']);
});

test('a long lock says when it ends, a short one how long it lasts', () => {
  const failure = (retryAfter?: number) => ({ code: 'OTP_LOCKED', retryAfter });
  expect(waitOf(failure(45), catalogues.vi, 'vi')).toBe('Thử lại sau 0:45.');
  expect(waitOf(failure(86_400), catalogues.vi, 'vi')).toMatch(/^Thử lại từ \d\d\/\d\d\/\d{4} \d\d:\d\d\.$/);
  expect(waitOf(failure(), catalogues.en, 'en')).toBeUndefined();
});
