import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError, type Viewer } from '@ketqua/platform';
import { GraphQLError, stripIgnoredCharacters } from 'graphql';
import { type LRU, lru } from 'tiny-lru';
import { z } from 'zod';

/** Which documents are trusted, and whom others are taken from. */
export interface TrustedDocumentSettings {
  /** The folder of the manifests: every `.json` in it is one. */
  readonly folder: string;
  /** Whether other documents are refused. */
  readonly isEnforced: boolean;
  /** Identifiers of keys, laboratories and accounts whose own documents are taken all the same. */
  readonly free: readonly string[];
}

/** What a client asks: the text of a document, or its identifier, or both. */
export interface AskedDocument {
  readonly query?: unknown;
  /** `sha256:HEX` (GraphQL over HTTP, appendix A: persisted documents). */
  readonly documentId?: unknown;
  /** Apollo's clients name a document as `persistedQuery: { sha256Hash }` in here. */
  readonly extensions?: unknown;
}

const manifestShape = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(
    z.object({ id: z.string().regex(/^[0-9a-f]{64}$/), name: z.string(), body: z.string() }),
  ),
});

/** How many ways to write a trusted document are remembered. */
const rememberedSpellings = 1_000;

/**
 * The documents that a gateway executes for everybody: those that our own clients were built with, and what an operator
 * puts beside them. A document is known by the SHA-256 of its text; a text that differs in blanks, commas or comments
 * alone is the same document.
 */
export class TrustedDocuments {
  readonly names: ReadonlySet<string>;
  readonly #texts = new Map<string, string>();
  readonly #stripped = new Set<string>();
  readonly #spellings: LRU<true> = lru(rememberedSpellings);
  readonly #longest: number;
  readonly #free: ReadonlySet<string>;

  private constructor(
    private readonly settings: TrustedDocumentSettings,
    operations: z.infer<typeof manifestShape>['operations'],
  ) {
    this.#free = new Set(settings.free);
    this.names = new Set(operations.map(({ name }) => name));
    for (const { id, body } of operations) {
      this.#texts.set(id, body);
      this.#stripped.add(stripIgnoredCharacters(body));
      this.#spellings.set(body, true);
    }
    this.#longest = 2 * Math.max(0, ...operations.map(({ body }) => body.length));
  }

  /** Reads the manifests. @throws EnvironmentError where one is none, or where there is none and documents are to be trusted */
  static read(settings: TrustedDocumentSettings): TrustedDocuments {
    const operations = filesIn(settings.folder).flatMap((file) => operationsIn(settings.folder, file));
    if (settings.isEnforced && !operations.length) throw wrong('holds no manifest of trusted documents');
    return new TrustedDocuments(settings, operations);
  }

  /**
   * Gives the text of the document that is asked for, where this viewer may have it executed, or why not. Undefined where
   * no document is named at all.
   */
  textOf(asked: AskedDocument, viewer: Viewer): string | GraphQLError | undefined {
    const id = idIn(asked);
    const text = typeof asked.query === 'string' && asked.query ? asked.query : undefined;
    if (id !== undefined && text === undefined) return this.#texts.get(id) ?? notTrusted();
    if (text === undefined) return undefined;
    // A text that is not what it says it is was altered on its way.
    if (id !== undefined && digestOf(text) !== id) return notTrusted();
    const isTaken = !this.settings.isEnforced || this.#isFree(viewer) || this.#isKnown(text);
    return isTaken ? text : notTrusted();
  }

  #isFree(viewer: Viewer): boolean {
    if (viewer.kind === 'lab') return this.#free.has(viewer.keyId) || this.#free.has(viewer.labId);
    return viewer.kind === 'account' && this.#free.has(viewer.accountId);
  }

  #isKnown(text: string): boolean {
    if (this.#spellings.get(text)) return true;
    if (text.length > this.#longest) return false;
    try {
      if (!this.#stripped.has(stripIgnoredCharacters(text))) return false;
    } catch {
      return false;
    }
    this.#spellings.set(text, true);
    return true;
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith('.json'));
  } catch {
    return [];
  }
}

function operationsIn(folder: string, file: string): z.infer<typeof manifestShape>['operations'] {
  let operations: z.infer<typeof manifestShape>['operations'];
  try {
    ({ operations } = manifestShape.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))));
  } catch {
    throw wrong(`${file} is no manifest of trusted documents`);
  }
  const altered = operations.find(({ id, body }) => digestOf(body) !== id);
  if (altered) throw wrong(`${altered.name} in ${file} is not the text of its identifier`);
  return operations;
}

function wrong(what: string): EnvironmentError {
  return new EnvironmentError(`KETQUA_TRUSTED_DOCUMENTS_FOLDER ${what}`);
}

function idIn({ documentId, extensions }: AskedDocument): string | undefined {
  // What is no text names no document.
  if (documentId !== undefined && documentId !== null)
    return typeof documentId === 'string' ? documentId.replace(/^sha256:/, '') : '';
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } | null };
  const hash = persistedQuery?.sha256Hash;
  return typeof hash === 'string' ? hash : undefined;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function notTrusted(): GraphQLError {
  return new GraphQLError('This document is not one of those that this platform executes', {
    extensions: { code: 'DOCUMENT_NOT_TRUSTED' },
  });
}
