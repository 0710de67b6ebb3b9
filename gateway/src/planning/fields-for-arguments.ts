import {
  type ArgumentNode,
  buildASTSchema,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  Kind,
  print,
  stripIgnoredCharacters,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { argumentsOf, eachType, place, selectionOn } from './supergraph-definition.js';
import { withoutUnusedExternals } from './unused-externals.js';

/** A field with arguments that a field of the planner's own stands for. */
export interface GivenField {
  readonly field: string;
  readonly arguments: readonly ArgumentNode[];
}

/** A supergraph whose `@requires` give no arguments, for a planner. */
export interface PlannedSupergraph {
  readonly definition: DocumentNode;
  /** What its own fields stand for, by their names; none in nearly all supergraphs. */
  readonly given: ReadonlyMap<string, GivenField>;
}

/**
 * Makes a field of its own of each that a `@requires` gives arguments to: `price(currency: "USD")` is `price__given_1`. Apollo's
 * planner selects a required field once at each place: of two fields that require one with different arguments, one would be
 * computed from the other's. Fields it keeps apart.
 * @param supergraph the supergraph's own definition (join v0.1 to v0.5)
 */
export function withFieldsForArguments(supergraph: DocumentNode): PlannedSupergraph {
  const given = new Map<string, GivenField>();
  if (!givesArguments(supergraph)) return { definition: supergraph, given };
  const fields = new FieldsForArguments(supergraph, given);
  const added = fields.addedTo(fields.inRequirements(supergraph));
  const stoodFor = new Set([...given.values()].map(({ field }) => field));
  return { definition: withoutUnusedExternals(added, stoodFor), given };
}

class FieldsForArguments {
  readonly #schema: GraphQLSchema;
  readonly #names = new Map<string, string>();
  /** Where a `@requires` names them: types and subgraphs, by their names. */
  readonly #places = new Map<string, Set<string>>();

  constructor(
    supergraph: DocumentNode,
    private readonly given: Map<string, GivenField>,
  ) {
    this.#schema = buildASTSchema(supergraph, { assumeValid: true });
  }

  /** The supergraph with their names in its `@requires`. */
  inRequirements(supergraph: DocumentNode): DocumentNode {
    return eachType(supergraph, (type) =>
      visit(type, {
        Directive: (node) => {
          const { requires, graph } = argumentsOf(node, 'join__field');
          if (!requires || !graph) return undefined;
          const named = this.#named(requires, { type: type.name.value, graph });
          return {
            ...node,
            arguments: node.arguments?.map((argument) =>
              argument.name.value === 'requires'
                ? { ...argument, value: { kind: Kind.STRING, value: named } }
                : argument,
            ),
          };
        },
      }),
    );
  }

  /** The supergraph with them in its types: each is found in the subgraphs that have what it stands for. */
  addedTo(supergraph: DocumentNode): DocumentNode {
    return eachType(supergraph, (type) => {
      const names = [type, ...(type.interfaces ?? [])].map(({ name }) => name.value);
      const isRequired = (field: string, graph: string) =>
        names.some((name) => this.#places.get(field)!.has(place(name, graph)));
      const fields = type.fields ?? [];
      const added = [...this.given].flatMap(([name, { field }]) => {
        const original = fields.find((one) => one.name.value === field);
        const isThere = names.some((one) =>
          [...this.#places.get(name)!].some((known) => known.startsWith(place(one, ''))),
        );
        return original && isThere ? [standIn(original, name, (graph) => isRequired(name, graph))] : [];
      });
      return { ...type, fields: [...fields, ...added] };
    });
  }

  /** What a `@requires` names, without arguments. */
  #named(requires: string, { type, graph }: { type: string; graph: string }): string {
    const typeInfo = new TypeInfo(this.#schema);
    const named = visit(
      selectionOn(type, requires),
      visitWithTypeInfo(typeInfo, {
        Field: {
          leave: (node) => {
            if (!node.arguments?.length) return undefined;
            const name = this.#nameOf(node.name.value, node.arguments);
            this.#places.get(name)!.add(place(typeInfo.getParentType()!.name, graph));
            return { ...node, name: { kind: Kind.NAME, value: name }, arguments: [] };
          },
        },
      }),
    );
    const [fragment] = named.definitions;
    if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) return requires;
    return fragment.selectionSet.selections.map(print).join(' ');
  }

  #nameOf(field: string, given: readonly ArgumentNode[]): string {
    const key = [field, ...given.map((argument) => stripIgnoredCharacters(print(argument))).sort()].join(' ');
    const known = this.#names.get(key);
    if (known) return known;
    let number = this.given.size + 1;
    while (this.#isName(`${field}__given_${number}`)) number++;
    const name = `${field}__given_${number}`;
    this.#names.set(key, name);
    this.#places.set(name, new Set());
    this.given.set(name, { field, arguments: given });
    return name;
  }

  #isName(name: string): boolean {
    if (this.given.has(name)) return true;
    const types = Object.values(this.#schema.getTypeMap());
    return types.some((type) => 'getFields' in type && name in type.getFields());
  }
}

/**
 * A field without arguments in the place of another; external where that is, and required. Who may ask for the other, and what
 * is said of it to clients, is not for plans.
 */
function standIn(
  original: FieldDefinitionNode,
  name: string,
  isRequiredIn: (graph: string) => boolean,
): FieldDefinitionNode {
  const directives = (original.directives ?? []).filter((directive) => {
    const { graph, external } = argumentsOf(directive, 'join__field');
    return graph && (!external || isRequiredIn(graph));
  });
  return {
    kind: Kind.FIELD_DEFINITION,
    name: { kind: Kind.NAME, value: name },
    type: original.type,
    directives,
  };
}

function givesArguments(supergraph: DocumentNode): boolean {
  let found = false;
  visit(supergraph, {
    Directive(node) {
      found ||= argumentsOf(node, 'join__field').requires?.includes('(') ?? false;
    },
  });
  return found;
}
