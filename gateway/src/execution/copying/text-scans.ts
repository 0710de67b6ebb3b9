import {
  type EnumType,
  isCustomScalarType,
  isEnumType,
  isListType,
  isNonNullType,
  type OutputType,
  type Schema,
} from '@apollo/federation-internals';
import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';

/*
 * Scans read JSON as subgraphs write it, without making objects of it: no blanks, no escapes, fields in the order in which they
 * were asked for, numbers as JSON.stringify writes them. Whatever is written otherwise is no fault: it is read by other means.
 */

/** Reads a value that begins at a place. Gives where it ends, or `misfit`. */
export type Scan = (text: string, at: number) => number;

/** What is there is not what is expected there, or not written as it is expected. */
export const misfit = -1;

const [quote, comma, zero, nine, minus] = [0x22, 0x2c, 0x30, 0x39, 0x2d];
const [listBegin, listEnd, objectEnd] = [0x5b, 0x5d, 0x7d];

/** One field of an object, and what stands before its value: `{"id":` or `,"name":`. */
export interface ScannedField {
  readonly head: string;
  readonly scan: Scan;
}

/** The heads of fields, in their order. */
export function headsOf(names: readonly string[]): string[] {
  return names.map((name, index) => `${index ? ',' : '{'}"${name}":`);
}

export function scanObject(fields: readonly ScannedField[]): Scan {
  return (text, from) => {
    let at = from;
    for (const { head, scan } of fields) {
      if (!text.startsWith(head, at)) return misfit;
      at = scan(text, at + head.length);
      if (at < 0) return misfit;
    }
    return text.charCodeAt(at) === objectEnd ? at + 1 : misfit;
  };
}

export function scanList(element: Scan): Scan {
  return (text, from) => {
    if (text.charCodeAt(from) !== listBegin) return misfit;
    let at = from + 1;
    if (text.charCodeAt(at) === listEnd) return at + 1;
    for (;;) {
      at = element(text, at);
      if (at < 0) return misfit;
      const next = text.charCodeAt(at++);
      if (next === listEnd) return at;
      if (next !== comma) return misfit;
    }
  };
}

export function orNull(scan: Scan): Scan {
  return (text, at) => (text.startsWith('null', at) ? at + 4 : scan(text, at));
}

/** A value of a type, whose objects `below` reads. Undefined of a type that is not read this way. */
export function scanType(schema: Schema, type: OutputType, below: Scan | undefined): Scan | undefined {
  if (isNonNullType(type)) return scanNonNull(schema, type.ofType as OutputType, below);
  const inner = scanNonNull(schema, type, below);
  return inner && orNull(inner);
}

function scanNonNull(schema: Schema, type: OutputType, below: Scan | undefined): Scan | undefined {
  if (isListType(type)) {
    const element = scanType(schema, type.ofType as OutputType, below);
    return element && scanList(element);
  }
  return below ?? scanLeaf(schema, type);
}

function scanLeaf(schema: Schema, type: OutputType): Scan | undefined {
  if (type === schema.stringType() || type === schema.idType()) return scanString;
  if (type === schema.intType()) return scanShortInteger;
  if (type === schema.floatType()) return scanNumber;
  if (type === schema.booleanType()) return scanBoolean;
  if (isCustomScalarType(type as never)) return scanScalar;
  return isEnumType(type as never) ? scanEnum(type as unknown as EnumType) : undefined;
}

/** A text without escapes: where there are any, the whole answer is not scanned. */
export function scanString(text: string, at: number): number {
  return text.charCodeAt(at) === quote ? text.indexOf('"', at + 1) + 1 || misfit : misfit;
}

/** A text of the schema's own: the name of an object's type. */
export function scanText(value: string): Scan {
  const written = `"${value}"`;
  return (text, at) => (text.startsWith(written, at) ? at + written.length : misfit);
}

function scanEnum(type: EnumType): Scan {
  const values = new Set(type.values.map(({ name }) => name));
  return (text, at) => {
    const end = scanString(text, at);
    return end > 0 && values.has(text.slice(at + 1, end - 1)) ? end : misfit;
  };
}

/** Nine digits fit into GraphQL's Int, whatever they are. */
const shortInteger = 9;

function scanShortInteger(text: string, from: number): number {
  const begin = text.charCodeAt(from) === minus ? from + 1 : from;
  let at = begin;
  while (isDigit(text.charCodeAt(at))) at++;
  const digits = at - begin;
  if (!digits || digits > shortInteger || !isOver(text.charCodeAt(at))) return misfit;
  // Zero has one digit, and no sign that JSON.stringify would write.
  return text.charCodeAt(begin) === zero && (digits > 1 || begin > from) ? misfit : at;
}

function scanNumber(text: string, from: number): number {
  let at = from;
  while (!isOver(text.charCodeAt(at))) at++;
  const written = text.slice(from, at);
  const value = Number(written);
  return at > from && Number.isFinite(value) && String(value) === written ? at : misfit;
}

function scanBoolean(text: string, at: number): number {
  if (text.startsWith('true', at)) return at + 4;
  return text.startsWith('false', at) ? at + 5 : misfit;
}

/** Text, a number, true or false. */
function scanScalar(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === quote) return scanString(text, at);
  return code === minus || isDigit(code) ? scanNumber(text, at) : scanBoolean(text, at);
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}

/** Whether a value that has no end of its own has ended; NaN is the end of the text. */
function isOver(code: number): boolean {
  return code === comma || code === objectEnd || code === listEnd || Number.isNaN(code);
}

/** What a subgraph was asked for, of whatever types; undefined where that cannot be known from the selection. */
export function scanSelected({ selections }: SelectionSetNode): Scan | undefined {
  const fields = plainFields(selections);
  if (!fields) return undefined;
  const scans = fields.map(({ selectionSet }) =>
    selectionSet ? scanSelected(selectionSet) : scanSelectedLeaf,
  );
  if (scans.includes(undefined)) return undefined;
  const heads = headsOf(fields.map(responseNameOf));
  return scanNested(scanObject(heads.map((head, index) => ({ head, scan: scans[index]! }))));
}

/** Lists in lists of what is not typed are read so deep; an answer cannot have deeper ones read. */
const nestedLists = 3;

/** A value, or null, or a list of either. */
function scanNested(inner: Scan, depth = nestedLists): Scan {
  if (!depth) return orNull(inner);
  const list = scanList(scanNested(inner, depth - 1));
  return (text, at) => {
    if (text.charCodeAt(at) === listBegin) return list(text, at);
    return text.startsWith('null', at) ? at + 4 : inner(text, at);
  };
}

export const scanSelectedLeaf = scanNested(scanScalar);

/** The fields of a selection that has nothing else, each with a name of its own. */
export function plainFields(selections: SelectionSetNode['selections']): readonly FieldNode[] | undefined {
  const fields: FieldNode[] = [];
  for (const selection of selections) {
    if (selection.kind !== Kind.FIELD || selection.directives?.length) return undefined;
    fields.push(selection);
  }
  return new Set(fields.map(responseNameOf)).size === fields.length ? fields : undefined;
}

export function responseNameOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
