import type { Concept } from '../concept.js';

/** An object of a JSON document, of whatever shape: nothing in a file is taken for granted. */
export type Json = Readonly<Record<string, unknown>>;

const empty: Json = {};

/** Whether a value is an object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member that is an object; else one without members. */
export function objectIn(node: Json, name: string): Json {
  const value = Object.hasOwn(node, name) ? node[name] : undefined;
  return isObject(value) ? value : empty;
}

// More than any element of a resource repeats; lists of resources and references are gone through as they are.
const mostElements = 200;

/** The objects of a member that is a list; a single object counts as a list of one. Reads the first 200. */
export function objectsIn(node: Json, name: string): Json[] {
  return allObjectsIn(node, name, mostElements);
}

/** All objects of a member that is a list. */
export function allObjectsIn(node: Json, name: string, most = Number.POSITIVE_INFINITY): Json[] {
  const value = Object.hasOwn(node, name) ? node[name] : undefined;
  return (Array.isArray(value) ? value.slice(0, most) : [value]).filter(isObject);
}

/** A member that is a text or a number, as text; else empty. */
export function textIn(node: Json, name: string): string {
  const value = Object.hasOwn(node, name) ? node[name] : undefined;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value.trim() : '';
}

/** The texts of a member that is a list. */
export function textsIn(node: Json, name: string): string[] {
  const value = Object.hasOwn(node, name) ? node[name] : undefined;
  return (Array.isArray(value) ? value.slice(0, mostElements) : []).filter(
    (item) => typeof item === 'string',
  );
}

/** The extensions of an element whose URL is this, or ends in it. */
export function extensionsOf(node: Json, name: string): Json[] {
  return objectsIn(node, 'extension').filter((extension) => {
    const url = textIn(extension, 'url');
    return url === name || url.endsWith(`/${name}`);
  });
}

/** What an extension says, whatever its type of text. */
export function extensionText(node: Json, name: string): string {
  const [extension] = extensionsOf(node, name);
  if (!extension) return '';
  const value = Object.keys(extension).find((key) => key.startsWith('value') && !isObject(extension[key]));
  return value ? textIn(extension, value) : '';
}

/** A CodeableConcept, with the codes that a converter from HL7 v2 put beside it. */
export function conceptOf(node: Json): Concept {
  const beside = extensionsOf(node, 'alternate-identifier').flatMap((extension) =>
    objectsIn(objectIn(extension, 'valueCodeableConcept'), 'coding'),
  );
  const codings = [...objectsIn(node, 'coding'), ...beside].map((coding) => ({
    code: textIn(coding, 'code'),
    text: textIn(coding, 'display'),
    system: textIn(coding, 'system'),
  }));
  return {
    codings: codings.filter(({ code, text }) => code !== '' || text !== ''),
    text: textIn(node, 'text'),
  };
}

/** Whether one of a concept's codes is this. */
export function hasCode({ codings }: Concept, ...codes: readonly string[]): boolean {
  return codings.some(({ code }) => codes.includes(code.toUpperCase()));
}
