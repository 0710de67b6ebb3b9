import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  OperationTypeNode,
} from 'graphql';
import type { Subgraph } from '../subgraph/subgraph.js';
import { callerOf } from './test-caller.js';

/**
 * Asks every root field of a subgraph as nobody, over the way that its kind takes, and gives the codes of what came
 * back by `Type.field`; an empty code where it was answered.
 */
export async function refusalsOfNobody(subgraph: Subgraph): Promise<Record<string, string>> {
  const codes: Record<string, string> = {};
  for (const kind of Object.values(OperationTypeNode)) {
    const type = subgraph.schema.getRootType(kind);
    for (const field of Object.values(type?.getFields() ?? {})) {
      if (field.name.startsWith('_')) continue;
      codes[`${type!.name}.${field.name}`] = await codeOf(subgraph, kind, field);
    }
  }
  return codes;
}

async function codeOf(
  subgraph: Subgraph,
  kind: OperationTypeNode,
  { name, args, type }: GraphQLField<unknown, unknown>,
): Promise<string> {
  const required = args.filter((argument) => isNonNullType(argument.type));
  const passed = required.map((argument) => `${argument.name}: ${literalOf(argument.type)}`).join(', ');
  const selection = isLeafType(getNamedType(type)) ? '' : '{ __typename }';
  const query = `${kind} { ${name}${passed && `(${passed})`} ${selection} }`;
  const abort = new AbortController();
  const answer =
    kind === OperationTypeNode.SUBSCRIPTION
      ? await subgraph.subscribe({ query }, callerOf(), abort.signal)
      : await subgraph.execute({ query }, callerOf());
  abort.abort();
  if (Symbol.asyncIterator in answer) return '';
  return String(answer.errors?.[0]?.extensions?.code ?? '');
}

/** A value that the type takes, as a literal. */
function literalOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${required.map((field) => `${field.name}: ${literalOf(field.type)}`).join(', ')} }`;
  }
  return type.name === 'Int' ? '1' : type.name === 'Boolean' ? 'false' : '"x"';
}
