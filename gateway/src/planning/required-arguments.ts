import { FieldDefinition, type Supergraph } from '@apollo/federation-internals';
import type { FetchDataRewrite, FetchNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { operationIn } from '../operations/operation-in.js';
import type { GivenField } from './fields-for-arguments.js';
import { inEntities, operationOf, withFetches, withOperation } from './plan-fetches.js';

/** What a subgraph is to be told of entities, or what one of its fields requires: names by places in objects of one type. */
type Required = Map<string, string>;

/** A field with a `@requires`. */
interface Requirement {
  readonly subgraph: string;
  readonly type: string;
  readonly field: string;
  readonly selections: SelectionSetNode;
}

/**
 * The arguments that `@requires` gives to fields, which a planner knows as fields of its own (`withFieldsForArguments`). Plans get
 * back what those stand for, and a fetch of fields that require one with different arguments becomes as many.
 */
export class RequiredArguments {
  readonly #schema: GraphQLSchema;
  readonly #requirements: readonly Requirement[];

  /** @param supergraph the planner's own */
  constructor(
    supergraph: Supergraph,
    private readonly given: ReadonlyMap<string, GivenField>,
  ) {
    this.#schema = supergraph.schema.toGraphQLJSSchema();
    this.#requirements = requirementsOf(supergraph);
  }

  /** The plan as subgraphs understand it. */
  givenIn(plan: QueryPlan): QueryPlan {
    return withFetches(plan, (fetch) => this.#fetches(fetch));
  }

  #fetches(fetch: FetchNode): FetchNode[] {
    const apart = fetch.requires ? this.#apart(fetch, fetch.requires) : [fetch];
    return apart.map((one) => this.#withArguments(one));
  }

  /** One fetch for each way in which its fields require one field. */
  #apart(fetch: FetchNode, requires: readonly QueryPlanSelectionNode[]): FetchNode[] {
    const contested = this.#contestedIn(requires);
    if (!contested.size) return [fetch];
    const { document, definition } = operationOf(fetch);
    const groups: { readonly needs: Required; readonly fields: Set<FieldNode> }[] = [];
    for (const { field, types } of this.#fieldsOf(definition)) {
      const needs = this.#neededBy(fetch.serviceName, field.name.value, types);
      for (const place of needs.keys()) if (!contested.has(place)) needs.delete(place);
      const known = groups.find((one) => agree(one.needs, needs));
      const group = known ?? { needs: new Map<string, string>(), fields: new Set<FieldNode>() };
      if (!known) groups.push(group);
      for (const [place, name] of needs) group.needs.set(place, name);
      group.fields.add(field);
    }
    return groups.map(({ needs, fields }) => {
      const isTold = (place: string, name: string) => !contested.has(place) || needs.get(place) === name;
      return {
        ...withOperation(fetch, onlyFields(document, definition, fields)),
        requires: this.#onlyRequired(requires, isTold),
      };
    });
  }

  /** The places, in objects of a type, that a fetch would tell in more than one way. */
  #contestedIn(requires: readonly QueryPlanSelectionNode[]): ReadonlySet<string> {
    const told: Required = new Map();
    const contested = new Set<string>();
    this.#visitRequired(requires, (place, name) => {
      if ((told.get(place) ?? name) !== name) contested.add(place);
      told.set(place, name);
    });
    return contested;
  }

  /** Sees each name that is told, and at which place of objects of which type. */
  #visitRequired(
    requires: readonly QueryPlanSelectionNode[],
    see: (place: string, name: string) => void,
    types?: readonly string[],
  ): void {
    const seeAndKeep = (place: string, name: string) => {
      see(place, name);
      return true;
    };
    this.#onlyRequired(requires, seeAndKeep, types && { types, path: '' });
  }

  #onlyRequired(
    requires: readonly QueryPlanSelectionNode[],
    isTold: (place: string, name: string) => boolean,
    { types, path }: { readonly types: readonly string[]; readonly path: string } = { types: [''], path: '' },
  ): QueryPlanSelectionNode[] {
    return requires.flatMap((selection): QueryPlanSelectionNode[] => {
      if (selection.kind === 'InlineFragment') {
        const { typeCondition, selections } = selection;
        const within = path || !typeCondition ? types : this.#objectTypes(typeCondition);
        return [
          { ...selection, selections: this.#onlyRequired(selections, isTold, { types: within, path }) },
        ];
      }
      const { name, selections } = selection;
      const here = `${path} ${this.#fieldOf(name)}`;
      if (!types.filter((type) => isTold(type + here, name)).length) return [];
      if (!selections) return [selection];
      return [{ ...selection, selections: this.#onlyRequired(selections, isTold, { types, path: here }) }];
    });
  }

  #neededBy(subgraph: string, field: string, types: readonly string[]): Required {
    const needs: Required = new Map();
    for (const requirement of this.#requirements) {
      if (requirement.field !== field || requirement.subgraph !== subgraph) continue;
      const owners = this.#objectTypes(requirement.type).filter((type) => types.includes(type));
      const selections = plansSelections(requirement.selections);
      this.#visitRequired(selections, (place, name) => needs.set(place, name), owners);
    }
    return needs;
  }

  /** The fields that are asked of entities, and the types of those. */
  #fieldsOf({ selectionSet }: OperationDefinitionNode): { field: FieldNode; types: readonly string[] }[] {
    const within = (
      { selections }: SelectionSetNode,
      types: readonly string[],
    ): { field: FieldNode; types: readonly string[] }[] =>
      selections.flatMap((selection) => {
        if (selection.kind === Kind.FIELD) return [{ field: selection, types }];
        if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
        const { typeCondition } = selection;
        return within(
          selection.selectionSet,
          typeCondition ? this.#objectTypes(typeCondition.name.value) : types,
        );
      });
    return selectionSet.selections.flatMap((entities) =>
      entities.kind === Kind.FIELD && entities.selectionSet ? within(entities.selectionSet, []) : [],
    );
  }

  /** What is asked for and told by the names of the subgraphs. */
  #withArguments(fetch: FetchNode): FetchNode {
    const { document } = operationOf(fetch);
    let isOther = false;
    const inWords = visit(document, {
      Field: (node) => {
        const given = this.given.get(node.name.value);
        if (!given) return undefined;
        isOther = true;
        const name = { kind: Kind.NAME, value: given.field } as const;
        return { ...node, alias: node.alias ?? node.name, name, arguments: given.arguments };
      },
    });
    const renamed = this.#renamedIn(fetch.requires ?? []);
    return {
      ...(isOther ? withOperation(fetch, inWords) : fetch),
      ...(renamed.length && { inputRewrites: [...renamed, ...(fetch.inputRewrites ?? [])] }),
    };
  }

  #renamedIn(requires: readonly QueryPlanSelectionNode[], path: readonly string[] = []): FetchDataRewrite[] {
    return requires.flatMap((selection): FetchDataRewrite[] => {
      if (selection.kind === 'InlineFragment') {
        const { typeCondition, selections } = selection;
        return this.#renamedIn(selections, typeCondition ? [...path, `... on ${typeCondition}`] : path);
      }
      const { name, selections = [] } = selection;
      const here = [...path, name];
      const inner = this.#renamedIn(selections, here);
      const field = this.#fieldOf(name);
      return field === name ? inner : [...inner, { kind: 'KeyRenamer', path: here, renameKeyTo: field }];
    });
  }

  #fieldOf(name: string): string {
    return this.given.get(name)?.field ?? name;
  }

  #objectTypes(name: string): readonly string[] {
    const type = this.#schema.getType(name);
    if (isAbstractType(type)) return this.#schema.getPossibleTypes(type).map((one) => one.name);
    return isObjectType(type) ? [name] : [];
  }
}

function requirementsOf(supergraph: Supergraph): Requirement[] {
  return [...supergraph.subgraphs()].flatMap((subgraph) => {
    const applied = subgraph.metadata().requiresDirective().applications();
    return [...applied].flatMap((application) => {
      const field = application.parent;
      if (!(field instanceof FieldDefinition)) return [];
      const document = parse(`{ ${application.arguments().fields} }`, { noLocation: true });
      const { selectionSet: selections } = operationIn({ document }).definition;
      return { subgraph: subgraph.name, type: field.parent.name, field: field.name, selections };
    });
  });
}

function plansSelections({ selections }: SelectionSetNode): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const inner = selection.selectionSet && plansSelections(selection.selectionSet);
    if (selection.kind === Kind.FIELD) {
      return [{ kind: 'Field', name: selection.name.value, ...(inner && { selections: inner }) }];
    }
    const typeCondition = selection.typeCondition?.name.value;
    return [{ kind: 'InlineFragment', ...(typeCondition && { typeCondition }), selections: inner ?? [] }];
  });
}

function agree(one: Required, other: Required): boolean {
  return [...other].every(([place, name]) => (one.get(place) ?? name) === name);
}

/** A document that asks entities for these fields alone; what they select stays whole. */
function onlyFields(
  document: DocumentNode,
  { selectionSet }: OperationDefinitionNode,
  fields: ReadonlySet<FieldNode>,
): DocumentNode {
  const kept = ({ selections, kind }: SelectionSetNode): SelectionSetNode => ({
    kind,
    selections: selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
      if (selection.kind === Kind.FIELD) return fields.has(selection) ? [selection] : [];
      const inner = kept(selection.selectionSet);
      return inner.selections.length ? [{ ...selection, selectionSet: inner }] : [];
    }),
  });
  const only = inEntities(selectionSet, kept);
  return visit(document, { OperationDefinition: (node) => ({ ...node, selectionSet: only }) });
}
