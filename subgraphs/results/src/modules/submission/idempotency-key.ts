import { badUserInput } from '@ketqua/platform';

const longest = 200;

/** Whether a key can be kept: 1 to 200 characters, none of them a control character. */
export function isIdempotencyKey(key: string): boolean {
  return key.length >= 1 && key.length <= longest && !/\p{Cc}/u.test(key);
}

/** Refuses a key that cannot be kept. @throws GraphQLError BAD_USER_INPUT */
export function requireIdempotencyKey(key: string): void {
  if (isIdempotencyKey(key)) return;
  throw badUserInput('idempotencyKey', `a text of 1 to ${longest} characters, without control characters`);
}
