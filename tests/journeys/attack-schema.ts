import {
  buildASTSchema,
  buildClientSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  type IntrospectionQuery,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  parse,
} from 'graphql';
import type { Chance } from './attack-chance.js';
import type { Door } from './attack-door.js';

type Kind = 'query' | 'mutation' | 'subscription';

/** A field on the way from the root to an argument; below an interface or a union also the type it is a field of. */
export interface Step {
  readonly field: GraphQLField<unknown, unknown>;
  /** The member to ask for, where the step before gives an interface or a union. */
  readonly on: string | null;
}

/** A place where a text can be given, somewhere in an operation: what an identifier of somebody else is put in. */
export interface Place {
  readonly kind: Kind;
  /** From the root field to the one that takes the argument. */
  readonly steps: readonly Step[];
  readonly argument: GraphQLArgument;
  /** Within the argument, where it is an input object. */
  readonly path: readonly string[];
}

/** How much a selection may still ask for. */
export interface Budget {
  fields: number;
  /** Pictures and pages, which an operation may have few of; beside them no page of a list is widened. */
  drawings: number;
}

const fewSteps = 7;
const drawn = new Set(['svg', 'png', 'slip']);
const numbers = new Set(['Int', 'Float', 'Boolean']);

/** The public schema as an attacker walks it: every place that takes a text, and what can be asked of every type. */
export class WalkedSchema {
  private constructor(readonly schema: GraphQLSchema) {}

  /** Asks a platform in development what its schema is: nothing here is listed by hand. */
  static async of(door: Door): Promise<WalkedSchema> {
    const { data } = await door.ask(getIntrospectionQuery());
    return new WalkedSchema(buildClientSchema(data as unknown as IntrospectionQuery));
  }

  /** Reads a printed schema of a subgraph. */
  static printed(text: string): WalkedSchema {
    return new WalkedSchema(buildASTSchema(parse(text), { assumeValidSDL: true }));
  }

  typeNamed(name: string): GraphQLOutputType {
    return this.schema.getType(name) as GraphQLOutputType;
  }

  /** The root fields of one kind of operation. */
  roots(kind: Kind): readonly GraphQLField<unknown, unknown>[] {
    const { schema } = this;
    const type = {
      query: schema.getQueryType(),
      mutation: schema.getMutationType(),
      subscription: schema.getSubscriptionType(),
    }[kind];
    return Object.values(type?.getFields() ?? {});
  }

  /** Every place that takes a text: arguments of root fields, and of whatever can be reached from a query. */
  places(): readonly Place[] {
    const kinds: readonly Kind[] = ['query', 'mutation', 'subscription'];
    return kinds.flatMap((kind) =>
      this.roots(kind).flatMap((field) => {
        const step = { field, on: null };
        const below = kind === 'query' ? this.#placesBelow([step]) : [];
        return [...placesOf(kind, [step]), ...below];
      }),
    );
  }

  /** The coordinates of every field that can be asked for below some places, without giving it an argument. */
  reachable(from: (place: Place) => boolean): readonly string[] {
    const found = new Map<string, GraphQLOutputType>();
    const visit = (type: GraphQLOutputType) => {
      const named = getNamedType(type);
      if (isLeafType(named) || found.has(named.name)) return;
      found.set(named.name, named);
      if (isAbstractType(named)) this.schema.getPossibleTypes(named).forEach(visit);
      if (isObjectType(named)) for (const field of Object.values(named.getFields())) visit(field.type);
    };
    for (const place of this.places()) {
      if (place.kind !== 'subscription' && from(place)) visit(place.steps.at(-1)!.field.type);
    }
    return [...found.values()].flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields())
            .filter(({ args }) => !args.some(isRequiredArgument))
            .map(({ name }) => `${type.name}.${name}`)
        : [],
    );
  }

  #placesBelow(steps: readonly Step[]): readonly Place[] {
    if (steps.length >= fewSteps) return [];
    return this.#next(steps).flatMap((step) => {
      const longer = [...steps, step];
      return [...placesOf('query', longer), ...this.#placesBelow(longer)];
    });
  }

  /** The fields that a way can go on with: to a type that it has not been at. */
  #next(steps: readonly Step[]): readonly Step[] {
    const visited = new Set(steps.map(({ field }) => getNamedType(field.type).name));
    const type = getNamedType(steps.at(-1)!.field.type);
    const members = isAbstractType(type)
      ? this.schema.getPossibleTypes(type).map((member) => ({ member, on: member.name }))
      : isObjectType(type)
        ? [{ member: type, on: null }]
        : [];
    return members.flatMap(({ member, on }) =>
      Object.values(member.getFields())
        .filter(({ type: next }) => isLeafType(getNamedType(next)) || !visited.has(getNamedType(next).name))
        .map((field) => ({ field, on })),
    );
  }

  /**
   * A selection of a type, a different one each time: some of its fields, deeper and deeper, within a number of
   * fields. Over many attempts every field of every type is asked for.
   * @param asked takes the coordinates of the fields that were chosen
   */
  selection(
    type: GraphQLOutputType,
    chance: Chance,
    budget: Budget,
    asked: Set<string> = new Set(),
    above: readonly string[] = [],
  ): string {
    const named = getNamedType(type);
    if (isLeafType(named)) return '';
    const members = isAbstractType(named) ? this.schema.getPossibleTypes(named) : [named];
    const taken = this.#sharedIn(named);
    const parts = members.map((member) => {
      if (!isObjectType(member)) return '';
      const chosen = this.#fieldsOf(member, chance, budget, asked, [...above, member.name], taken);
      const text = chosen.join(' ') || '__typename';
      return isAbstractType(named) ? `... on ${member.name} { ${text} }` : text;
    });
    return `{ __typename ${parts.join(' ')} }`;
  }

  /** What the members of a union have in common by an interface, by name: no member may say it otherwise. */
  #sharedIn(type: GraphQLNamedType): Map<string, string> {
    if (!isUnionType(type)) return new Map();
    const interfaces = type.getTypes().flatMap((member) => member.getInterfaces());
    return new Map(
      interfaces.flatMap((one) => Object.values(one.getFields()).map(({ name, type }) => [name, `${type}`])),
    );
  }

  #fieldsOf(
    type: GraphQLOutputType & { getFields(): Record<string, GraphQLField<unknown, unknown>>; name: string },
    chance: Chance,
    budget: Budget,
    asked: Set<string>,
    above: readonly string[],
    taken: Map<string, string>,
  ): string[] {
    const chosen: string[] = [];
    for (const field of chance.shuffled(Object.values(type.getFields()))) {
      if (field.args.some(isRequiredArgument)) continue;
      const named = getNamedType(field.type);
      const isLeaf = isLeafType(named);
      if (budget.fields <= 0 || above.length > 9) break;
      if (!isLeaf && above.filter((name) => name === named.name).length > 0) continue;
      if (!chance.is(isLeaf ? 0.85 : 0.75)) continue;
      if (drawn.has(field.name) && budget.drawings-- <= 0) continue;
      budget.fields -= 1;
      const sized = field.args.find(({ name }) => name === 'first' || name === 'count');
      const size = sized ? `(${sized.name}: ${pageOf(budget, chance)})` : '';
      const below = isLeaf ? '' : ` ${this.selection(field.type, chance, budget, asked, above)}`;
      asked.add(`${type.name}.${field.name}`);
      // Members of a union may not give different types under one name, nor pages of different sizes.
      const shape = `${field.type}${size}${isLeaf ? '' : above.join('.')}`;
      const isTaken = (taken.get(field.name) ?? shape) !== shape;
      if (!isTaken) taken.set(field.name, shape);
      chosen.push(`${isTaken ? `${field.name}Of${type.name}: ` : ''}${field.name}${size}${below}`);
    }
    return chosen;
  }
}

/** A page of a size that may stand within others: the schema's own is too much for all that is asked below it. */
function pageOf({ drawings }: Budget, chance: Chance): number {
  if (drawings > 0) return 1;
  return chance.is(0.5) ? 7 : 2;
}

function placesOf(kind: Kind, steps: readonly Step[]): readonly Place[] {
  return steps
    .at(-1)!
    .field.args.flatMap((argument) =>
      textsIn(argument.type).map((path) => ({ kind, steps, argument, path })),
    );
}

/** Paths within an input type to whatever takes a text. */
function textsIn(type: GraphQLInputType, above: readonly string[] = []): readonly (readonly string[])[] {
  const named = getNamedType(type);
  if (isEnumType(named) || numbers.has(named.name)) return [];
  if (!isInputObjectType(named)) return [[]];
  if (above.includes(named.name)) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    textsIn(field.type, [...above, named.name]).map((path) => [field.name, ...path]),
  );
}

/** The type that stands at a place. */
export function typeAt({ argument, path }: Place): GraphQLInputType {
  return path.reduce<GraphQLInputType>((type, name) => {
    const named = getNamedType(type);
    return isInputObjectType(named) ? named.getFields()[name]!.type : type;
  }, argument.type);
}

/** A value of an input type: what is needed of it, with texts by the name of their field, and numbers in order. */
export function valueInOrder(
  type: GraphQLInputType,
  name: string,
  texts: Readonly<Record<string, string>>,
): unknown {
  if (isNonNullType(type)) return valueInOrder(type.ofType, name, texts);
  if (isListType(type)) return [valueInOrder(type.ofType, name, texts)];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => (isNonNullType(field.type) && field.defaultValue === undefined) || field.name in texts,
    );
    return Object.fromEntries(
      fields.map((field) => [field.name, valueInOrder(field.type, field.name, texts)]),
    );
  }
  if (type.name === 'Boolean') return true;
  if (numbers.has(type.name)) return 1;
  return texts[name] ?? (type.name === 'DateTime' ? '2026-01-02T03:04:05Z' : 'x');
}
