import { badUserInput } from '@ketqua/platform';

const longest = 200;

/** Refuses a key that cannot be kept. @throws GraphQLError BAD_USER_INPUT */
export function requireIdempotencyKey(key: string): void {
  if (key.length < 1 || key.length > longest) {
    throw badUserInput('idempotencyKey', `a text of 1 to ${longest} characters`);
  }
}
