import { expect, test } from 'vitest';
import { digitsOf } from './code-step.tsx';

test('a pasted code keeps its six digits, whatever stands around them', () => {
  expect(digitsOf('123 456')).toBe('123456');
  expect(digitsOf('Ma cua ban: 123456')).toBe('123456');
  expect(digitsOf('1234567')).toBe('123456');
});
