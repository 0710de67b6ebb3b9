import type { RequestHandler, Response } from 'express';
import type { GraphQLError } from 'graphql';
import { addressOf } from '../authentication/caller.js';
import type { GatewaySettings } from '../gateway-settings.js';
import type { RateLimits } from '../limits/rate-limits.js';
import { admissionOf } from './admission.js';
import { refuse } from './refusal.js';

/** Refuses an address that asks too often, before anything else is done for it. */
export function refuseFloods(
  { trustedProxies }: GatewaySettings,
  rateLimits: RateLimits | undefined,
): RequestHandler {
  return (request, response, next) => {
    const refusal = rateLimits?.fromAddress(addressOf(request, trustedProxies));
    if (refusal) refuseForNow(response, refusal);
    else next();
  };
}

/** Refuses an account or a key that asks too often, before its body is read. */
export function refuseTheBusy(rateLimits: RateLimits | undefined): RequestHandler {
  return (_request, response, next) => {
    const refusal = rateLimits?.ofViewer(admissionOf(response).caller.viewer);
    if (refusal) refuseForNow(response, refusal);
    else next();
  };
}

function refuseForNow(response: Response, { message, extensions }: GraphQLError): void {
  const { code, retryAfter } = extensions as { code: string; retryAfter: number };
  refuse(response, { status: 429, message, code, retryAfter });
}
