import {
  type DirectiveDefinition,
  type InputType,
  isListType,
  isNonNullType,
  ListType,
  NonNullType,
  type Schema,
  valueToAST,
} from '@apollo/federation-internals';
import { type ArgumentNode, type DirectiveNode, type DocumentNode, Kind, visit } from 'graphql';

/** Where a directive may stand in a document (GraphQL specification, section 3.13). */
const executable: readonly string[] = [
  'QUERY',
  'MUTATION',
  'SUBSCRIPTION',
  'FIELD',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'VARIABLE_DEFINITION',
];

/**
 * The directives that a supergraph has for documents. Apollo's schema for clients leaves them out, so that none could be written;
 * its planner hands them on to the subgraphs.
 */
export class ExecutableDirectives {
  readonly #definitions = new Map<string, DirectiveDefinition>();

  /** Adds those of a supergraph to the schema that clients see. One whose arguments have a hidden type stays out. */
  constructor(supergraph: Schema, apiSchema: Schema) {
    for (const definition of supergraph.directives()) {
      if (definition.hasExecutableLocations() && !apiSchema.directive(definition.name)) {
        this.#add(definition, apiSchema);
      }
    }
  }

  /** Gives each directive of a document the defaults of the supergraph: a subgraph may know none, or others. */
  withDefaults(document: DocumentNode): DocumentNode {
    if (!this.#definitions.size) return document;
    return visit(document, { Directive: (node) => this.#withDefaults(node) });
  }

  #add(definition: DirectiveDefinition, schema: Schema): void {
    const { name, repeatable, locations } = definition;
    const types = definition.arguments().map(({ type }) => typeIn(schema, type!));
    if (types.includes(undefined)) return;
    const added = schema.addDirectiveDefinition(name);
    added.repeatable = repeatable;
    added.addLocations(...locations.filter((location) => executable.includes(location)));
    for (const [index, argument] of definition.arguments().entries()) {
      added.addArgument(argument.name, types[index], argument.defaultValue);
    }
    this.#definitions.set(name, added);
  }

  #withDefaults(node: DirectiveNode): DirectiveNode | undefined {
    const definition = this.#definitions.get(node.name.value);
    const given = new Set(node.arguments?.map(({ name }) => name.value));
    const defaults = definition?.arguments().flatMap(({ name, type, defaultValue }): ArgumentNode[] => {
      const value =
        given.has(name) || defaultValue === undefined ? undefined : valueToAST(defaultValue, type!);
      return value ? [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value }] : [];
    });
    return defaults?.length ? { ...node, arguments: [...(node.arguments ?? []), ...defaults] } : undefined;
  }
}

/** The same type in another schema; undefined where that has it not. */
function typeIn(schema: Schema, type: InputType): InputType | undefined {
  if (!isListType(type) && !isNonNullType(type)) return schema.type(type.name) as InputType | undefined;
  const inner = typeIn(schema, type.ofType as InputType);
  return inner && (isListType(type) ? new ListType(inner) : new NonNullType(inner as never));
}
