import type { GraphQLError } from 'graphql';
import type { Refusal } from './exchange.js';

/** How RATE_LIMITED is answered over HTTP. */
export function rateRefusal({ message, extensions }: GraphQLError): Refusal {
  const { code, retryAfter } = extensions as { code: string; retryAfter: number };
  return { status: 429, message, code, retryAfter };
}
