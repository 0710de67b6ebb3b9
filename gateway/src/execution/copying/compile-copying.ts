import {
  isListType,
  isNonNullType,
  isObjectType,
  type ObjectType,
  type OutputType,
  type Schema,
} from '@apollo/federation-internals';
import type { FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { FieldNode } from 'graphql';
import type { Shape, ShapeField } from '../shape.js';
import {
  type CopiedField,
  type CopiedRepresentation,
  type Copy,
  copyList,
  copyObject,
  copyOrNull,
} from './copied-response.js';
import { entityFieldsOf, type PlannedEntities, partsOf, pathKey, selectedBy } from './plan-parts.js';
import {
  headsOf,
  plainFields,
  responseNameOf,
  type Scan,
  type ScannedField,
  scanObject,
  scanSelected,
  scanSelectedLeaf,
  scanText,
  scanType,
} from './text-scans.js';

/** How an answer is copied: as it is, or piece by piece. */
export type Copying = { readonly scan: Scan } | { readonly copy: Copy };

/** A fetch of entities, and how what it answers is read. */
export interface CopiedEntities {
  readonly fetch: FetchNode;
  readonly fields: readonly ScannedField[];
  /** The pieces of each entity that the response has: from the first of some fields to the last, by their places. */
  readonly pieces: readonly EntityPiece[];
}

interface EntityPiece {
  readonly from: number;
  to: number;
}

/** A plan whose response is copied from what its fetches answer. */
export interface CopyingPlan {
  readonly root: FetchNode;
  readonly copying: Copying;
  readonly entities: readonly CopiedEntities[];
  /** The fetches of entities, by their places: those of one step at once, one step after the other. */
  readonly steps: readonly (readonly number[])[];
}

/**
 * Compiles a plan of one root fetch, and of fetches that complete what it tells of: no abstract types, conditions and rewrites.
 * Undefined for all others.
 */
export function compileCopying(
  schema: Schema,
  node: PlanNode | undefined,
  shape: Shape,
  type: ObjectType,
): CopyingPlan | undefined {
  const parts = node && partsOf(node);
  const selected = parts && selectedBy(parts.root);
  if (!selected) return undefined;
  const compiler = new Compiler(schema, parts.fetches);
  const copying = compiler.object(selected, shape, type, []);
  if (!copying || !compiler.isComplete) return undefined;
  return { root: parts.root, copying, entities: compiler.entities as CopiedEntities[], steps: parts.steps };
}

/** Where the response has a field from. */
type Origin =
  | { readonly root: number }
  | { readonly fetch: number; readonly field: number; readonly shaped: ShapeField };

class Compiler {
  readonly entities: (CopiedEntities | undefined)[];

  constructor(
    private readonly schema: Schema,
    private readonly fetches: readonly PlannedEntities[],
  ) {
    this.entities = fetches.map(() => undefined);
  }

  /** Whether each fetch of entities has its place in the response. */
  get isComplete(): boolean {
    return this.entities.every((each) => each !== undefined);
  }

  /** How an object is read; undefined where it is not. */
  object(
    selected: readonly FieldNode[],
    shape: Shape,
    type: ObjectType,
    path: readonly string[],
  ): Copying | undefined {
    const shaped = shape.fieldsOf(undefined);
    if (shaped.some(({ conditions, isRepeated }) => conditions || isRepeated)) return undefined;
    const byName = new Map(shaped.map((field) => [field.responseName, field]));
    const heads = headsOf(selected.map(responseNameOf));
    const values: Copying[] = [];
    for (const field of selected) {
      const value = this.#value(field, byName.get(responseNameOf(field)), type, path);
      if (!value) return undefined;
      values.push(value);
    }
    const here = this.fetches.flatMap((each, index) => (each.path === pathKey(path) ? [index] : []));
    const isAsAsked =
      shaped.length === selected.length &&
      shaped.every(({ responseName }, index) => responseName === responseNameOf(selected[index]!));
    if (!here.length && isAsAsked && values.every((value) => 'scan' in value)) {
      return {
        scan: scanObject(
          heads.map((head, index) => ({ head, scan: (values[index] as { scan: Scan }).scan })),
        ),
      };
    }
    const origins = this.#origins(shaped, selected, here, type);
    return origins && this.#pieces({ selected, heads, values, origins, here, type, path });
  }

  /** How the value of a field is read. A field that the client did not ask for is read and left out. */
  #value(
    { name, selectionSet }: FieldNode,
    shaped: ShapeField | undefined,
    type: ObjectType,
    path: readonly string[],
  ): Copying | undefined {
    if (name.value === '__typename') return { scan: scanText(type.name) };
    if (!shaped) {
      const scan = selectionSet ? scanSelected(selectionSet) : scanSelectedLeaf;
      return scan && { scan };
    }
    if (!selectionSet !== !shaped.below) return undefined;
    if (!selectionSet) {
      const scan = scanType(this.schema, shaped.type, undefined);
      return scan && { scan };
    }
    const { base, lists } = unwrapped(shaped.type);
    const selected = plainFields(selectionSet.selections);
    if (!isObjectType(base as never) || !selected) return undefined;
    const inner = this.object(selected, shaped.below!, base as unknown as ObjectType, [
      ...path,
      shaped.responseName,
      ...Array<string>(lists).fill('@'),
    ]);
    if (!inner) return undefined;
    if ('copy' in inner) return { copy: copyType(shaped.type, inner.copy) };
    const scan = scanType(this.schema, shaped.type, inner.scan);
    return scan && { scan };
  }

  /** Where each field of the response comes from; undefined where one comes from nowhere, or from two places. */
  #origins(
    shaped: readonly ShapeField[],
    selected: readonly FieldNode[],
    here: readonly number[],
    type: ObjectType,
  ): Origin[] | undefined {
    const names = selected.map(responseNameOf);
    const known = new Map<number, readonly string[]>();
    for (const fetch of here) {
      const fields = entityFieldsOf(this.fetches[fetch]!.fetch, type.name);
      if (!fields) return undefined;
      known.set(fetch, fields.map(responseNameOf));
    }
    const origins: Origin[] = [];
    for (const field of shaped) {
      const { responseName, isTypename } = field;
      const found: Origin[] = [];
      const root = names.indexOf(responseName);
      if (root >= 0) found.push({ root });
      for (const [fetch, fields] of known) {
        const index = fields.indexOf(responseName);
        if (index >= 0) found.push({ fetch, field: index, shaped: field });
      }
      if (!found.length || (found.length > 1 && !(isTypename && 'root' in found[0]!))) return undefined;
      origins.push(found[0]!);
    }
    const fromRoot = origins.flatMap((origin) => ('root' in origin ? [origin.root] : []));
    return fromRoot.every((root, index) => !index || root > fromRoot[index - 1]!) ? origins : undefined;
  }

  #pieces({ selected, heads, values, origins, here, type, path }: ObjectParts): Copying | undefined {
    const fields: Mutable<CopiedField>[] = heads.map((head, index) => {
      const value = values[index]!;
      const [scan, copy] = 'scan' in value ? [value.scan, undefined] : [undefined, value.copy];
      return { head, scan, copy, before: undefined, endsPiece: false, isKept: false };
    });
    const pieces = new Map<number, EntityPiece[]>(here.map((fetch) => [fetch, []]));
    let pending: (string | number)[] = ['{'];
    const write = (literal: string) => {
      if (typeof pending.at(-1) === 'string') pending.push(`${pending.pop()}${literal}`);
      else pending.push(literal);
    };
    let last: Origin | undefined;
    for (const origin of origins) {
      if ('root' in origin) {
        const field = fields[origin.root]!;
        const goesOn = last && 'root' in last && last.root === origin.root - 1 && !fields[last.root]!.copy;
        if (!goesOn) {
          if (last) write(',');
          field.before = pending;
          pending = [];
        } else fields[(last as { root: number }).root]!.endsPiece = false;
        field.endsPiece = !field.copy;
      } else {
        const own = pieces.get(origin.fetch)!;
        const goesOn =
          last && 'fetch' in last && last.fetch === origin.fetch && last.field === origin.field - 1;
        if (goesOn) own.at(-1)!.to = origin.field;
        else {
          if (last) write(',');
          pending.push(origin.fetch);
          own.push({ from: origin.field, to: origin.field });
        }
      }
      last = origin;
    }
    write('}');
    const representations: CopiedRepresentation[] = [];
    for (const fetch of here) {
      const representation = this.#representation(fetch, selected, fields, type);
      const entities = this.#entities(fetch, origins, type, path, pieces.get(fetch)!);
      if (!representation || !entities) return undefined;
      representations.push(representation);
      this.entities[fetch] = entities;
    }
    return { copy: copyObject(fields, pending, representations) };
  }

  /** What a fetch requires of an object, from what the root fetch told of it. */
  #representation(
    fetch: number,
    selected: readonly FieldNode[],
    fields: readonly Mutable<CopiedField>[],
    type: ObjectType,
  ): CopiedRepresentation | undefined {
    const [required, ...others] = this.fetches[fetch]!.fetch.requires ?? [];
    if (required?.kind !== 'InlineFragment' || others.length || required.typeCondition !== type.name)
      return undefined;
    const names = selected.map(responseNameOf);
    const parts: (string | number)[] = [];
    const written = new Set<string>();
    for (const selection of required.selections) {
      const name = leafName(selection);
      const index = name === undefined ? -1 : names.indexOf(name);
      if (name === undefined || index < 0 || selected[index]!.selectionSet || written.has(name))
        return undefined;
      written.add(name);
      parts.push(`${parts.length ? ',' : '{'}"${name}":`);
      if (selected[index]!.name.value === '__typename') parts.push(`"${type.name}"`);
      else {
        fields[index]!.isKept = true;
        parts.push(index);
      }
    }
    return written.has('__typename') ? { fetch, parts: [...parts, '}'] } : undefined;
  }

  #entities(
    index: number,
    origins: readonly Origin[],
    type: ObjectType,
    path: readonly string[],
    pieces: readonly EntityPiece[],
  ): CopiedEntities | undefined {
    const { fetch } = this.fetches[index]!;
    const selected = entityFieldsOf(fetch, type.name)!;
    const heads = headsOf(selected.map(responseNameOf));
    const fields: ScannedField[] = [];
    for (const [place, field] of selected.entries()) {
      const origin = origins.find((each) => 'fetch' in each && each.fetch === index && each.field === place);
      const value = this.#value(field, origin && 'fetch' in origin ? origin.shaped : undefined, type, path);
      if (!value || !('scan' in value)) return undefined;
      fields.push({ head: heads[place]!, scan: value.scan });
    }
    return { fetch, fields, pieces };
  }
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

interface ObjectParts {
  readonly selected: readonly FieldNode[];
  readonly heads: readonly string[];
  readonly values: readonly Copying[];
  readonly origins: readonly Origin[];
  /** The fetches of entities that know more of the object. */
  readonly here: readonly number[];
  readonly type: ObjectType;
  readonly path: readonly string[];
}

function leafName(selection: QueryPlanSelectionNode): string | undefined {
  if (selection.kind !== 'Field' || selection.selections?.length) return undefined;
  return selection.alias ?? selection.name;
}

function unwrapped(type: OutputType): { base: OutputType; lists: number } {
  let base = type;
  let lists = 0;
  while (isListType(base as never) || isNonNullType(base as never)) {
    if (isListType(base as never)) lists++;
    base = (base as unknown as { ofType: OutputType }).ofType;
  }
  return { base, lists };
}

function copyType(type: OutputType, object: Copy): Copy {
  return isNonNullType(type)
    ? copyNonNull(type.ofType as OutputType, object)
    : copyOrNull(copyNonNull(type, object));
}

function copyNonNull(type: OutputType, object: Copy): Copy {
  return isListType(type) ? copyList(copyType(type.ofType as OutputType, object)) : object;
}
