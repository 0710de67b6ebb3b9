import { isDeepStrictEqual } from 'node:util';
import { FieldDefinition, type Supergraph } from '@apollo/federation-internals';
import type { FetchNode, PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import {
  doTypesOverlap,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  Kind,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { type AskedDocument, operationIn } from '../operations/operation-in.js';
import { notPlannable } from './not-plannable.js';

/** A field with a `@requires` that gives arguments to what it requires. */
interface Requirement {
  readonly subgraph: string;
  readonly type: string;
  readonly field: string;
  readonly selections: SelectionSetNode;
}

/** A field of a fetch, or one that is required. */
interface Selected {
  /** Where it stands in the answer: response names without indices. */
  readonly path: readonly string[];
  readonly parent: GraphQLCompositeType;
  readonly name: string;
  /** Its arguments by name, with the schema's defaults. */
  readonly given: Readonly<Record<string, unknown>>;
}

/** What Apollo's planner ends an alias with that it gives of its own, and takes away again. */
const plannersAlias = /__alias_\d+$/;

/**
 * The arguments that `@requires` gives to fields. Apollo's planner selects a required field once at each place: of two fields that
 * require one with different arguments, one would be computed from the other's.
 */
export class RequiredArguments {
  readonly #schema: GraphQLSchema;

  private constructor(
    supergraph: Supergraph,
    private readonly requirements: readonly Requirement[],
  ) {
    this.#schema = supergraph.schema.toGraphQLJSSchema();
  }

  /** Those of a supergraph; undefined where it gives none, as nearly all. */
  static of(supergraph: Supergraph): RequiredArguments | undefined {
    const requirements = requirementsOf(supergraph);
    return requirements.length ? new RequiredArguments(supergraph, requirements) : undefined;
  }

  /** @throws GraphQLError when a field of the plan is computed from one that was fetched with other arguments. */
  refuseConflicts(asked: AskedDocument, { node }: QueryPlan): void {
    const fetched = fetchesIn(node).map(({ fetch, path }) => ({
      fetch,
      fields: this.#fieldsOf(fetch, path),
    }));
    const byPath = Map.groupBy(
      fetched.flatMap(({ fields }) => fields),
      ({ path }) => path.join('.'),
    );
    const isOther = ({ path, parent, given }: Selected) =>
      byPath
        .get(path.join('.'))
        ?.some((field) => this.#overlap(parent, field.parent) && !isDeepStrictEqual(field.given, given));
    for (const { fetch, fields } of fetched) {
      for (const field of fields) {
        const conflict = this.#requiredBy(field, fetch.serviceName).find(isOther);
        if (!conflict) continue;
        const required = conflict.path.join('.');
        throw notPlannable(
          asked,
          `${field.parent.name}.${field.name} requires ${required} with other arguments than another field: ask for them one by one`,
        );
      }
    }
  }

  #requiredBy({ name, parent, path }: Selected, subgraph: string): Selected[] {
    return this.requirements.flatMap((requirement) => {
      if (requirement.field !== name || requirement.subgraph !== subgraph) return [];
      const type = this.#compositeType(requirement.type);
      if (!type || !this.#overlap(type, parent)) return [];
      return this.#selected(requirement.selections, type, path.slice(0, -1));
    });
  }

  #fieldsOf({ operation, requires }: FetchNode, path: readonly string[]): Selected[] {
    const { definition } = operationIn({ document: parse(operation, { noLocation: true }) });
    if (!requires) {
      return this.#selected(definition.selectionSet, this.#schema.getRootType(definition.operation), path);
    }
    return definition.selectionSet.selections.flatMap((entities) =>
      entities.kind === Kind.FIELD && entities.selectionSet
        ? this.#selected(entities.selectionSet, undefined, path)
        : [],
    );
  }

  /** All fields of a selection, those of fields too; plans have no named fragments. */
  #selected(
    { selections }: SelectionSetNode,
    parent: GraphQLCompositeType | null | undefined,
    path: readonly string[],
  ): Selected[] {
    return selections.flatMap((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const { typeCondition, selectionSet } = selection;
        return this.#selected(
          selectionSet,
          typeCondition ? this.#compositeType(typeCondition.name.value) : parent,
          path,
        );
      }
      const field = parent && 'getFields' in parent && parent.getFields()[selection.name.value];
      if (!field) return [];
      const here = [...path, (selection.alias ?? selection.name).value.replace(plannersAlias, '')];
      const given = argumentsOf(selection, field.args);
      const inner = getNamedType(field.type);
      return [
        { path: here, parent, name: field.name, given },
        ...(selection.selectionSet && isCompositeType(inner)
          ? this.#selected(selection.selectionSet, inner, here)
          : []),
      ];
    });
  }

  #compositeType(name: string): GraphQLCompositeType | undefined {
    const type = this.#schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }

  #overlap(one: GraphQLCompositeType, other: GraphQLCompositeType): boolean {
    return doTypesOverlap(this.#schema, one, other);
  }
}

function requirementsOf(supergraph: Supergraph): Requirement[] {
  return [...supergraph.subgraphs()].flatMap((subgraph) => {
    const applied = subgraph.metadata().requiresDirective().applications();
    return [...applied].flatMap((application) => {
      const field = application.parent;
      if (!(field instanceof FieldDefinition)) return [];
      const selections = selectionsIn(String(application.arguments().fields));
      if (!givesArguments(selections)) return [];
      return { subgraph: subgraph.name, type: field.parent.name, field: field.name, selections };
    });
  });
}

function selectionsIn(fields: string): SelectionSetNode {
  return operationIn({ document: parse(`{ ${fields} }`, { noLocation: true }) }).definition.selectionSet;
}

function givesArguments(selections: SelectionSetNode): boolean {
  let found = false;
  visit(selections, {
    Argument() {
      found = true;
    },
  });
  return found;
}

function argumentsOf(
  { arguments: given = [] }: FieldNode,
  known: readonly GraphQLArgument[],
): Record<string, unknown> {
  return Object.fromEntries(
    known.map(({ name, astNode }) => {
      const value = given.find((argument) => argument.name.value === name)?.value ?? astNode?.defaultValue;
      return [name, value && valueFromASTUntyped(value)];
    }),
  );
}

/** The fetches of a plan, and where each stands in the answer. */
function fetchesIn(
  node: PlanNode | SubscriptionNode | undefined,
  path: readonly string[] = [],
): { readonly fetch: FetchNode; readonly path: readonly string[] }[] {
  switch (node?.kind) {
    case 'Fetch':
      return [{ fetch: node, path }];
    case 'Flatten': {
      const steps = node.path.map(String).filter((step) => step !== '@');
      return fetchesIn(node.node, steps);
    }
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((inner) => fetchesIn(inner, path));
    case 'Condition':
      return [...fetchesIn(node.ifClause, path), ...fetchesIn(node.elseClause, path)];
    case 'Subscription':
      return [...fetchesIn(node.primary, path), ...fetchesIn(node.rest, path)];
    default:
      return [];
  }
}
