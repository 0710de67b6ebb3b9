import type { RequestHandler } from 'express';
import type { AskedDocument, TrustedDocuments } from '../operations/trusted-documents.js';
import { admissionOf } from './admission.js';
import { refuse } from './refusal.js';

/** Puts the text of a document in the place of its identifier, and refuses what is not trusted. */
export function trustedDocument(documents: TrustedDocuments): RequestHandler {
  return (request, response, next) => {
    const body = request.body as AskedDocument & Record<string, unknown>;
    const found = documents.textOf(body, admissionOf(response).caller.viewer);
    if (found instanceof Error) {
      const { message, extensions } = found;
      return refuse(response, { status: 400, message, code: String(extensions.code) });
    }
    if (found !== undefined) request.body = withText(body, found);
    next();
  };
}

/** Apollo Server would look an identifier up in a cache of its own, which there is none of. */
function withText(body: AskedDocument & Record<string, unknown>, query: string): Record<string, unknown> {
  const { extensions } = body;
  const isNamed = typeof extensions === 'object' && extensions !== null && 'persistedQuery' in extensions;
  if (!isNamed) return { ...body, query };
  const { persistedQuery: _, ...others } = extensions as Record<string, unknown>;
  return { ...body, query, extensions: others };
}
