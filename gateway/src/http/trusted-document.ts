import type { Viewer } from '@ketqua/platform';
import type { AskedDocument, TrustedDocuments } from '../operations/trusted-documents.js';
import type { Refusal } from './exchange.js';

/** A request's body, which a client wrote. */
export type AskedBody = AskedDocument & Readonly<Record<string, unknown>>;

/** Puts the text of a document in the place of its identifier, or tells that it is not trusted. */
export function withTrustedDocument(
  documents: TrustedDocuments,
  body: AskedBody,
  viewer: Viewer,
): { readonly body: AskedBody } | Refusal {
  const found = documents.textOf(body, viewer);
  if (found instanceof Error) {
    return { status: 400, message: found.message, code: String(found.extensions.code) };
  }
  return { body: found === undefined ? body : withText(body, found) };
}

/** Apollo Server would look an identifier up in a cache of its own, which there is none of. */
function withText(body: AskedBody, query: string): AskedBody {
  const { extensions } = body;
  const isNamed = typeof extensions === 'object' && extensions !== null && 'persistedQuery' in extensions;
  if (!isNamed) return { ...body, query };
  const { persistedQuery: _, ...others } = extensions as Record<string, unknown>;
  return { ...body, query, extensions: others };
}
