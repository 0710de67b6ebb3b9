import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { asking, costly, type HostileRequest, invalid, repeated, unparsed } from './hostile-request.js';

/** So many of each kind, each larger than the one before. */
const steps = Array.from({ length: 20 }, (_, step) => step);

/** Documents that would keep a gateway busy which let them in. */
export function hostileDocuments(schemaFile: URL): HostileRequest[] {
  const paths = new Paths(buildSchema(readFileSync(schemaFile, 'utf8')).getQueryType()!);
  return [
    ...steps.map((step) => {
      const depth = 13 + step * 5;
      return asking(`${depth} levels deep`, [...invalid, ...costly], paths.ofDepth(depth));
    }),
    ...steps.map((step) =>
      asking('wide', unparsed, `{ me { ${repeated(2_000 + step * 1_500, () => 'id')} } }`),
    ),
    ...steps.map((step) => {
      const count = 31 + step * 10;
      return asking(`${count} aliases`, invalid, `{ ${repeated(count, (n) => `a${n}: eventCursor`)} }`);
    }),
    ...steps.map((step) => {
      const count = step < 10 ? 6 + step : step * 120;
      const codes = step < 10 ? invalid : unparsed;
      const fields = repeated(count, (n) => `a${n}: signOut(input: {}) { __typename }`);
      return asking(`${count} mutations`, codes, `mutation { ${fields} }`);
    }),
    ...steps.map((step) => asking('fragments in a circle', invalid, circle(step + 1))),
    ...steps
      .slice(0, 15)
      .map((step) => asking('fragments that double', [...invalid, ...costly], doubling(8 + step * 2))),
    ...steps.map((step) => asking('pages of pages', costly, pages(24 + (step % 7), step))),
    ...steps.map((step) => {
      const flood = repeated(21 + step * 12, () => '@include(if: true)');
      return asking('directives', invalid, `{ me { id ${flood} } }`);
    }),
    ...steps.map((step) => asking('introspection', invalid, introspection(3 + step))),
  ];
}

/** Each fragment spreads the next, and the last the first. */
function circle(length: number): string {
  const fragments = repeated(
    length,
    (n) => `fragment F${n} on Query { eventCursor ...F${(n + 1) % length} }`,
  );
  return `{ ...F0 } ${fragments}`;
}

/** Each fragment spreads the next one twice: 2 to the power of `length` fields. */
function doubling(length: number): string {
  const fragments = repeated(
    length,
    (n) => `fragment F${n} on Viewer { ...F${n + 1} x${n}: id ...F${n + 1} }`,
  );
  return `{ me { ...F0 } } ${fragments} fragment F${length} on Viewer { ${repeated(31, (n) => `y${n}: id`)} }`;
}

/** Under each alias a page of the largest size, given as a literal or left to a variable that asks for a million. */
function pages(aliases: number, step: number): string {
  const size = step % 2 ? '$n' : '1000000';
  const node = 'id code name kind province sync { status lastSyncedAt dueAt }';
  const fields = repeated(aliases, (n) => `a${n}: labs(first: ${size}) { edges { node { ${node} } } }`);
  return `query ${step % 2 ? '($n: Int = 1000000) ' : ''}{ ${fields} }`;
}

function introspection(levels: number): string {
  return `{ __schema { types { ${'fields { type { '.repeat(levels)} name ${'} } '.repeat(levels)} } } }`;
}

/** Ways through the schema that need no argument, of any length. */
class Paths {
  readonly #deadEnds = new Set<string>();

  constructor(private readonly query: GraphQLObjectType) {}

  /** A query that goes so many levels deep. @throws Error where the schema has no such way */
  ofDepth(depth: number): string {
    const way = this.#from(this.query, depth);
    if (!way) throw new Error(`The schema has no way of ${depth} levels`);
    return way;
  }

  #from(type: GraphQLNamedType, depth: number): string | undefined {
    if (!isObjectType(type) || this.#deadEnds.has(`${type.name} ${depth}`)) return undefined;
    if (depth === 1) return '{ __typename }';
    for (const field of Object.values(type.getFields())) {
      if (field.args.some(isRequiredArgument)) continue;
      const below = this.#from(getNamedType(field.type), depth - 1);
      if (below) return `{ ${field.name} ${below} }`;
    }
    this.#deadEnds.add(`${type.name} ${depth}`);
    return undefined;
  }
}
