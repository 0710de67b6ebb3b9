import { createHash } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import { anonymous } from '@ketqua/platform';
import type { RequestHandler } from 'express';
import { type GraphQLOutputType, type GraphQLSchema, getNamedType, isObjectType } from 'graphql';
import { callerOf } from '../authentication/caller.js';
import type { RequestContext } from '../operations/request-context.js';

/** How long one reading answers everybody, in milliseconds. */
const keptFor = 2_000;
const deepest = 6;

/**
 * GET /trust-bundle: the public `trustBundle` as a document of its own, with an ETag, for verifiers that do not
 * speak GraphQL. `undefined` where the schema has none.
 */
export function trustBundleEndpoint(
  server: ApolloServer<RequestContext>,
  schema: GraphQLSchema,
): RequestHandler | undefined {
  const field = schema.getQueryType()?.getFields().trustBundle;
  if (!field) return undefined;
  const query = `query TrustBundle { trustBundle ${everythingOf(field.type)} }`;
  let kept: { text: string; etag: string; until: number } | undefined;
  return async (request, response) => {
    if (!kept || kept.until < Date.now()) {
      const caller = callerOf(request, anonymous, { trustedProxies: 0 });
      const contextValue = { caller, keepsSessionInCookies: false, outcome: {}, setCookie: () => undefined };
      const { body } = await server.executeOperation({ query }, { contextValue });
      const bundle = body.kind === 'single' ? body.singleResult.data?.trustBundle : undefined;
      if (!bundle) {
        response.status(503).json({ status: 'not ready' });
        return;
      }
      const text = JSON.stringify(bundle);
      const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
      kept = { text, etag, until: Date.now() + keptFor };
    }
    response.setHeader('cache-control', 'public, no-cache');
    response.setHeader('etag', kept.etag);
    if (request.headers['if-none-match']?.includes(kept.etag)) response.status(304).end();
    else response.type('json').send(kept.text);
  };
}

/** A selection of every field that needs no argument. */
function everythingOf(type: GraphQLOutputType, depth = 0): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const selected = Object.values(named.getFields()).flatMap(({ name, type: of, args }) => {
    if (args.some((argument) => String(argument.type).endsWith('!'))) return [];
    if (!isObjectType(getNamedType(of))) return [name];
    return depth < deepest ? [`${name} ${everythingOf(of, depth + 1)}`] : [];
  });
  return `{ ${selected.join(' ')} }`;
}
