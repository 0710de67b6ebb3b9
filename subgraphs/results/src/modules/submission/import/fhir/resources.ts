import { allObjectsIn, extensionsOf, isObject, type Json, objectIn, objectsIn, textIn } from './json.js';
import type { JsonDocument } from './read-documents.js';

/** A resource of a file, where it begins, and where its references lead. */
export interface Resource {
  readonly type: string;
  readonly json: Json;
  /** 1-based; null where it could not be told. */
  readonly line: number | null;
  readonly scope: Scope;
}

/** A Bundle, or the resources of a file that are in none. */
export class Scope {
  readonly resources: Resource[] = [];
  /** Null where two resources claim one address: a reference to it leads nowhere, rather than to the wrong one. */
  private readonly addresses = new Map<string, Resource | null>();
  private readonly containedIn = new WeakMap<Json, ReadonlyMap<string, Json>>();

  constructor(
    /** The line of a Bundle; null for the file itself. */
    readonly line: number | null,
    private readonly outer: Scope | null,
  ) {}

  add(json: Json, fullUrl: string, line: number | null): void {
    const type = textIn(json, 'resourceType');
    const resource: Resource = { type, json, line, scope: this };
    this.resources.push(resource);
    const id = textIn(json, 'id');
    const addresses = new Set([
      fullUrl,
      id && `${type}/${id}`,
      id && `urn:uuid:${id}`,
      localAddress(fullUrl, type),
    ]);
    for (const address of addresses) {
      if (address) this.addresses.set(address, this.addresses.has(address) ? null : resource);
    }
  }

  /**
   * The resource that a reference leads to: contained (#id), by full URL, by type and id, or by urn:uuid; in this
   * Bundle, then in the file.
   */
  resolve(reference: Json, container: Json): Resource | undefined {
    const [written = ''] = textIn(reference, 'reference').split('/_history/', 1);
    if (written === '') return undefined;
    if (written.startsWith('#')) return this.contained(written.slice(1), container);
    return this.find(written) ?? this.find(typeAndId(written));
  }

  private find(address: string): Resource | undefined {
    if (this.addresses.has(address)) return this.addresses.get(address) ?? undefined;
    return this.outer?.find(address);
  }

  private contained(id: string, container: Json): Resource | undefined {
    const found =
      this.containedIn.get(container) ??
      new Map(allObjectsIn(container, 'contained').map((resource) => [textIn(resource, 'id'), resource]));
    this.containedIn.set(container, found);
    const json = found.get(id);
    return json && { type: textIn(json, 'resourceType'), json, line: null, scope: this };
  }
}

function localAddress(fullUrl: string, type: string): string {
  const [, uuid] = /^urn:uuid:(.+)$/.exec(fullUrl) ?? [];
  if (uuid) return `${type}/${uuid}`;
  return typeAndId(fullUrl);
}

/** The last two parts of an address: Patient/17. */
function typeAndId(address: string): string {
  const last = address.lastIndexOf('/');
  return last <= 0 ? '' : address.slice(address.lastIndexOf('/', last - 1) + 1);
}

/** The scopes of a file's documents: one for each Bundle, and one for all that is in none. */
export function scopesOf(documents: readonly JsonDocument[]): Scope[] {
  const file = new Scope(null, null);
  const scopes = [file];
  for (const { value, line, text } of documents) {
    const lines = entryLines(text, line);
    for (const json of Array.isArray(value) ? value : [value]) addTo(file, json, line, lines, scopes);
  }
  return scopes;
}

function addTo(scope: Scope, json: unknown, line: number, lines: EntryLines, scopes: Scope[]): void {
  if (!isObject(json)) return;
  if (textIn(json, 'resourceType') !== 'Bundle') {
    scope.add(json, '', line);
    return;
  }
  const bundle = new Scope(line, scope);
  scopes.push(bundle);
  for (const entry of allObjectsIn(json, 'entry')) {
    const fullUrl = textIn(entry, 'fullUrl');
    const entryLine = Object.hasOwn(entry, 'fullUrl') ? lines.next() : null;
    const resource = objectIn(entry, 'resource');
    if (textIn(resource, 'resourceType') === 'Bundle')
      addTo(bundle, resource, entryLine ?? line, lines, scopes);
    else if (textIn(resource, 'resourceType')) bundle.add(resource, fullUrl, entryLine);
  }
}

interface EntryLines {
  next(): number | null;
}

/** The lines of a document's `fullUrl` members in their order: near enough to where each entry begins. */
function entryLines(text: string, firstLine: number): EntryLines {
  const member = /(?<!\\)"fullUrl"\s*:/g;
  let line = firstLine;
  let nextBreak = text.indexOf('\n');
  return {
    next() {
      const match = member.exec(text);
      if (!match) return null;
      for (; nextBreak >= 0 && nextBreak < match.index; nextBreak = text.indexOf('\n', nextBreak + 1)) line++;
      return line;
    },
  };
}

/** Whether a resource carries a tag, as ask-at-order-entry observations of some senders do. */
export function hasTag(json: Json, code: string): boolean {
  return objectsIn(objectIn(json, 'meta'), 'tag').some((tag) => textIn(tag, 'code') === code);
}

/** What a converter from HL7 v2 kept of a segment's field, as `OBX.29`. */
export function keptField(json: Json, segment: string, field: string): string {
  for (const extension of extensionsOf(json, segment)) {
    const kept = objectsIn(extension, 'extension').find((inner) => textIn(inner, 'url') === field);
    const name =
      kept && Object.keys(kept).find((key) => key.startsWith('value') && typeof kept[key] === 'string');
    if (kept && name) return textIn(kept, name);
  }
  return '';
}
