import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLEnumType,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  type SelectionSetNode,
} from 'graphql';
import type { AskedDocument } from '../operations/operation-in.js';
import { operationIn } from '../operations/operation-in.js';

/** What the schemas of a supergraph say of values: the one that clients see, and the one with what is hidden from them. */
export interface AnsweredSchemas {
  readonly schema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
}

/**
 * Tells in `errors` where a subgraph's answer did not fit the schema and was left out (GraphQL specification, section 6.4.4):
 * Apollo's executor tells of it in `extensions.valueCompletion` alone. What `@inaccessible` hides, a value of an enum or an object of
 * a type, is null without an error, where null may stand: that there is one is not for clients.
 */
export function withCompletionErrors(
  result: GatewayExecutionResult,
  schemas: AnsweredSchemas,
  asked: AskedDocument,
): GatewayExecutionResult {
  const { valueCompletion, ...extensions } = result.extensions ?? {};
  if (!Array.isArray(valueCompletion)) return result;
  const unfit = (valueCompletion as GraphQLFormattedError[]).filter(
    ({ path, message }) => !path || !isHidden(schemas, asked, path, message.startsWith(ofNoType)),
  );
  const errors = unfit.map(
    ({ message, path }) =>
      new GraphQLError(message, { path, extensions: { code: 'INVALID_SUBGRAPH_ANSWER' } }),
  );
  return {
    ...(result.data !== undefined && { data: result.data }),
    ...(errors.length && { errors }),
    ...(Object.keys(extensions).length && { extensions }),
  };
}

type Path = readonly (string | number)[];

/** How an error begins that tells of an object whose type is none of the schema's. */
const ofNoType = 'Invalid __typename';

/** Whether a nullable place holds an enum, or an object, of which clients do not see every value, or type. */
function isHidden(schemas: AnsweredSchemas, asked: AskedDocument, path: Path, isOfNoType: boolean): boolean {
  return typesAt(schemas.schema, asked, path).some((type) => {
    if (isEnumType(type)) return hidesValues(schemas, type);
    return isOfNoType && isAbstractType(type) && hidesTypes(schemas, type);
  });
}

function hidesValues({ supergraphSchema }: AnsweredSchemas, type: GraphQLEnumType): boolean {
  const whole = supergraphSchema.getType(type.name);
  return isEnumType(whole) && whole.getValues().length > type.getValues().length;
}

function hidesTypes({ schema, supergraphSchema }: AnsweredSchemas, type: GraphQLAbstractType): boolean {
  const whole = supergraphSchema.getType(type.name);
  return (
    isAbstractType(whole) &&
    supergraphSchema.getPossibleTypes(whole).some(({ name }) => !schema.getType(name))
  );
}

/** The types that may stand at a path of an answer: several, where fragments on different types use one name. */
function typesAt(schema: GraphQLSchema, asked: AskedDocument, path: Path): GraphQLOutputType[] {
  const { definition, fragments } = operationIn(asked);
  const root = schema.getRootType(definition.operation);
  if (!root) return [];
  let places: Place[] = [{ type: root, selections: [definition.selectionSet] }];
  for (const step of path) {
    places =
      typeof step === 'number'
        ? places.flatMap(({ type, selections }) =>
            elementOf(type).map((element) => ({ type: element, selections })),
          )
        : places.flatMap((place) => fieldsNamed(step, place, schema, fragments));
  }
  return places.map(({ type }) => type);
}

interface Place {
  readonly type: GraphQLOutputType;
  readonly selections: readonly SelectionSetNode[];
}

function elementOf(type: GraphQLOutputType): GraphQLOutputType[] {
  const list = isNonNullType(type) ? type.ofType : type;
  return isListType(list) ? [list.ofType] : [];
}

/** Where a name of the answer leads from a place. */
function fieldsNamed(
  name: string,
  { type, selections }: Place,
  schema: GraphQLSchema,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Place[] {
  const parent = getNamedType(type);
  if (!isCompositeType(parent)) return [];
  const found: Place[] = [];
  const enter = (on: GraphQLCompositeType, selectionSet: SelectionSetNode) => {
    for (const selection of selectionSet.selections) {
      if (selection.kind === 'Field') {
        const place = (selection.alias ?? selection.name).value === name && placeOf(on, selection);
        if (place) found.push(place);
        continue;
      }
      const fragment = selection.kind === 'FragmentSpread' ? fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition && schema.getType(fragment.typeCondition.name.value);
      if (fragment) enter(isCompositeType(condition) ? condition : on, fragment.selectionSet);
    }
  };
  for (const selectionSet of selections) enter(parent, selectionSet);
  return found;
}

function placeOf(on: GraphQLCompositeType, { name, selectionSet }: FieldNode): Place | undefined {
  const fields = 'getFields' in on ? on.getFields() : {};
  const type = fields[name.value]?.type;
  return type && { type, selections: selectionSet ? [selectionSet] : [] };
}
