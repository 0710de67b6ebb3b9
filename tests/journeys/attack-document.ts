import {
  astFromValue,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isUnionType,
  print,
} from 'graphql';
import type { Chance } from './attack-chance.js';
import { type Place, type Step, typeAt, valueInOrder, type WalkedSchema } from './attack-schema.js';

/** How an attempt is written down. */
export const forms = {
  value: ['literal', 'argument', 'leaf', 'default'],
  selection: ['direct', 'fragment', 'nested', 'inline'],
  root: ['direct', 'fragment', 'inline'],
  directive: ['none', 'include', 'skip'],
  operations: ['one', 'named'],
} as const;
export type Form = { readonly [Part in keyof typeof forms]: (typeof forms)[Part][number] };

export function anyForm(chance: Chance): Form {
  return Object.fromEntries(
    Object.entries(forms).map(([part, ways]) => [part, chance.one([...ways])]),
  ) as Form;
}

/** What is put in at one place. */
export interface Put {
  readonly place: Place;
  readonly value: unknown;
  /** What stands in the fields beside it, by name. */
  readonly beside: Readonly<Record<string, string>>;
}

export interface AttackDocument {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly operationName?: string;
}

/** What a document is written with. */
export interface Pen {
  readonly walked: WalkedSchema;
  readonly chance: Chance;
  /** What the attacker may ask for at a root field on the way to a place below it. */
  readonly own: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Takes the coordinates of the fields that were asked for. */
  readonly asked: Set<string>;
}

/** Writes attempts at one root field as one document, each under an alias of its own: `a0`, `a1` and so on. */
export function documentOf(puts: readonly Put[], form: Form, pen: Pen): AttackDocument {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const fragments: string[] = [];
  const declare = (type: string, value: unknown, literal?: string) => {
    const name = `v${declared.length}`;
    declared.push(literal === undefined ? `$${name}: ${type}` : `$${name}: ${type} = ${literal}`);
    if (literal === undefined) variables[name] = value;
    return `$${name}`;
  };
  const selections = new Map<string, string>();
  const fields = puts.map((put, n) => {
    const { steps } = put.place;
    const last = steps.at(-1)!.field;
    const key = `${steps.map(({ field }) => field.name).join('.')}`;
    if (!selections.has(key)) selections.set(key, selectionOf(put.place, form, pen, fragments, puts.length));
    const inner = `${last.name}(${argumentsOf(put, form, declare)}) ${selections.get(key)}`;
    return aliased(put.place, `a${n}`, inner, pen);
  });
  if (form.directive !== 'none') {
    const [name, value] = form.directive === 'include' ? ['include', true] : ['skip', false];
    const condition = declare('Boolean!', value);
    fields.unshift(`... @${name}(if: ${condition}) { ${fields.shift()} }`);
  }
  const { kind } = puts[0]!.place;
  const query = written(kind, fields.join('\n'), form, declared, fragments);
  return { query, variables, ...(form.operations === 'named' && { operationName: 'Asked' }) };
}

function written(
  kind: string,
  fields: string,
  form: Form,
  declared: readonly string[],
  fragments: readonly string[],
): string {
  const root = kind[0]!.toUpperCase() + kind.slice(1);
  const heading = `${kind} Asked${declared.length ? `(${declared.join(', ')})` : ''}`;
  const body = {
    direct: fields,
    inline: `... on ${root} { ${fields} }`,
    fragment: '...Root',
  }[form.root];
  return [
    `${heading} { ${body} }`,
    ...(form.root === 'fragment' ? [`fragment Root on ${root} { ${fields} }`] : []),
    ...(form.operations === 'named' ? ['query Other { __typename }'] : []),
    ...fragments,
  ].join('\n');
}

function selectionOf(place: Place, form: Form, pen: Pen, fragments: string[], repeated: number): string {
  const { type } = place.steps.at(-1)!.field;
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  const isWrittenOnce = form.selection === 'fragment' || form.selection === 'nested';
  const budget = { fields: isWrittenOnce ? 90 : Math.ceil(90 / repeated), drawings: repeated > 1 ? 0 : 3 };
  const above = place.steps.slice(0, -1).map(({ field }) => getNamedType(field.type).name);
  const whole = pen.walked.selection(type, pen.chance, budget, pen.asked, above);
  const errors = isUnionType(named) ? '... on UserError { code message }' : '';
  const name = `F${fragments.length}`;
  if (form.selection === 'direct') return `{ ${errors} ${whole.slice(1, -1)} }`;
  if (form.selection === 'inline') return `{ ... on ${named.name} ${whole} ${errors} }`;
  if (form.selection === 'fragment') {
    fragments.push(`fragment ${name} on ${named.name} ${whole}`);
  } else {
    fragments.push(`fragment ${name} on ${named.name} { ...${name}Deeper ${errors} }`);
    fragments.push(`fragment ${name}Deeper on ${named.name} ${whole}`);
  }
  return `{ ...${name} }`;
}

/** The way from the root to the field that is attacked; what it passes is the attacker's own. */
function aliased(place: Place, alias: string, inner: string, pen: Pen): string {
  const [root, ...rest] = place.steps as [Step, ...Step[]];
  if (!rest.length) return `${alias}: ${inner}`;
  const own = pen.own[root.field.name] ?? {};
  const opened = ({ field }: Step, beside: Readonly<Record<string, string>>) => {
    const needed = field.args.filter((argument) => isRequiredArgument(argument));
    const given = needed.map(
      ({ name, type }) => `${name}: ${print(astFromValue(valueInOrder(type, name, beside), type)!)}`,
    );
    return `${field.name}${given.length ? `(${given.join(', ')})` : ''}`;
  };
  const within = rest.reduceRight((text, step, at) => {
    const field = at === rest.length - 1 ? text : `${opened(step, {})} { ${text} }`;
    return step.on ? `... on ${step.on} { ${field} }` : field;
  }, inner);
  return `${alias}: ${opened(root, own)} { ${within} }`;
}

type Declare = (type: string, value: unknown, literal?: string) => string;

function argumentsOf({ place, value, beside }: Put, form: Form, declare: Declare): string {
  const { argument, path, steps } = place;
  const others = steps
    .at(-1)!
    .field.args.filter((other) => other !== argument && isRequiredArgument(other))
    .map(({ name, type }) => `${name}: ${literal(valueInOrder(type, name, beside), type)}`);
  // The schema's own page, with all that is asked below it, would be refused for its cost.
  const isPaged = steps.at(-1)!.field.args.some(({ name }) => name === 'first');
  const page = isPaged && argument.name !== 'first' ? ['first: 2'] : [];
  return [`${argument.name}: ${written1()}`, ...others, ...page].join(', ');

  function written1(): string {
    const isText = typeof value === 'string';
    const whole = (focus: unknown) => withFocus(argument.type, argument.name, path, beside, focus);
    if (form.value === 'argument' || !isText) return declare(String(argument.type), whole(value));
    if (form.value === 'literal') return literal(whole(value), argument.type);
    const type = elementOf(typeAt(place));
    const variable =
      form.value === 'leaf'
        ? declare(String(type), value)
        : declare(String(isNonNullType(type) ? type.ofType : type), value, literal(value, type));
    return literal(whole(hole), argument.type).replace(JSON.stringify(hole), variable);
  }
}

const hole = 'the hole for a variable';

function literal(value: unknown, type: GraphQLInputType): string {
  return print(astFromValue(value, type)!);
}

function elementOf(type: GraphQLInputType): GraphQLInputType {
  const bare = isNonNullType(type) ? type.ofType : type;
  return isListType(bare) ? elementOf(bare.ofType) : type;
}

/** A value in order, but for what is put in at a path. */
function withFocus(
  type: GraphQLInputType,
  name: string,
  path: readonly string[],
  beside: Readonly<Record<string, string>>,
  focus: unknown,
): unknown {
  if (isNonNullType(type)) return withFocus(type.ofType, name, path, beside, focus);
  if (isListType(type)) return [withFocus(type.ofType, name, path, beside, focus)];
  const [next, ...rest] = path;
  if (next === undefined || !isInputObjectType(type)) return focus;
  const inOrder = valueInOrder(type, name, beside) as Record<string, unknown>;
  return { ...inOrder, [next]: withFocus(type.getFields()[next]!.type, next, rest, beside, focus) };
}
