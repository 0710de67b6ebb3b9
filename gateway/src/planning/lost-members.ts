import {
  type CompositeType,
  isAbstractType,
  isCompositeType,
  possibleRuntimeTypes,
  type Supergraph,
} from '@apollo/federation-internals';
import type { FetchNode, QueryPlan } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { type AskedDocument, operationIn } from '../operations/operation-in.js';
import {
  AnswerableSelections,
  compositeType,
  fragmentOf,
  fragmentOn,
  typeOfField,
} from './answerable-selections.js';
import {
  fetchesOf,
  inEntities,
  operationOf,
  responseNameOf,
  withFetches,
  withOperation,
} from './plan-fetches.js';

/** Abstract types by name, and those of their members that a subgraph which has the type does not have. */
type PartialMembers = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Members of a union or an interface that one subgraph has and another has not. Apollo's planner leaves a fragment on one out of a
 * field that both may resolve (`@shareable`), since both should tell the same; the one that is asked may tell such a member all the
 * same, whose fields would be null without an error.
 */
export class LostMembers {
  private constructor(
    private readonly supergraph: Supergraph,
    private readonly partial: PartialMembers,
  ) {}

  /** Those of a supergraph; undefined where all subgraphs have the same. */
  static of(supergraph: Supergraph): LostMembers | undefined {
    const partial = partialMembersOf(supergraph);
    return partial.size ? new LostMembers(supergraph, partial) : undefined;
  }

  /** The plan with what it left out of such members, as far as the subgraph that is asked can answer it. */
  restoredIn(asked: AskedDocument, plan: QueryPlan): QueryPlan {
    const search = new LostFields(this.supergraph, this.partial, { asked, plan });
    return withFetches(plan, (fetch, path) => [search.restoredIn(fetch, path)]);
  }
}

/** A selection of a fetch, and what the client selects at the same place. */
interface Place {
  readonly path: readonly string[];
  /** The type there, as the subgraph knows it. */
  readonly type: CompositeType | undefined;
  readonly wanted: readonly SelectionSetNode[];
}

/** What one plan leaves out of one operation. */
class LostFields {
  readonly #definition: OperationDefinitionNode;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The object types whose field is fetched, by its path in the answer. */
  readonly #planned = new Map<string, Set<string>>();

  constructor(
    private readonly supergraph: Supergraph,
    private readonly partial: PartialMembers,
    { asked, plan }: { asked: AskedDocument; plan: QueryPlan },
  ) {
    const { definition, fragments } = operationIn(asked);
    [this.#definition, this.#fragments] = [definition, fragments];
    for (const { fetch, path } of fetchesOf(plan)) this.#notePlanned(fetch, path);
  }

  restoredIn(fetch: FetchNode, path: readonly string[]): FetchNode {
    const subgraph = this.supergraph.subgraphs().get(fetch.serviceName);
    if (!subgraph) return fetch;
    const { document, definition } = operationOf(fetch);
    const wanted = this.#wantedAt(path);
    if (!wanted.length) return fetch;
    const answerable = new AnswerableSelections(subgraph, this.#fragments);
    const root = subgraph.schema.schemaDefinition.rootType(definition.operation);
    const { selectionSet } = definition;
    const restored = fetch.requires
      ? inEntities(selectionSet, (set) => this.#restored(set, { path, type: undefined, wanted }, answerable))
      : this.#restored(selectionSet, { path, type: root, wanted }, answerable);
    if (restored === selectionSet) return fetch;
    const whole = this.#withSelections(document, restored);
    return answerable.mayAsk(whole) ? withOperation(fetch, whole) : fetch;
  }

  #notePlanned(fetch: FetchNode, path: readonly string[]): void {
    const { selectionSet, operation } = operationOf(fetch).definition;
    if (fetch.requires) {
      inEntities(selectionSet, (set) => {
        this.#noteSelected(set, undefined, path);
        return set;
      });
    } else {
      this.#noteSelected(selectionSet, this.supergraph.schema.schemaDefinition.rootType(operation), path);
    }
  }

  #noteSelected({ selections }: SelectionSetNode, type: CompositeType | undefined, path: readonly string[]) {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const { typeCondition: on, selectionSet } = selection;
        this.#noteSelected(
          selectionSet,
          on ? compositeType(this.supergraph.schema.type(on.name.value)) : type,
          path,
        );
      } else if (selection.kind === Kind.FIELD && type) {
        const here = [...path, responseNameOf(selection)];
        const known = this.#planned.get(here.join('.')) ?? new Set();
        for (const { name } of possibleRuntimeTypes(type)) known.add(name);
        this.#planned.set(here.join('.'), known);
        if (selection.selectionSet)
          this.#noteSelected(selection.selectionSet, typeOfField(type, selection), here);
      }
    }
  }

  /** What the client selects at a place of the answer. */
  #wantedAt(path: readonly string[]): readonly SelectionSetNode[] {
    let sets: readonly SelectionSetNode[] = [this.#definition.selectionSet];
    for (const name of path) sets = this.#wantedBelow(sets, name);
    return sets;
  }

  #wantedBelow(sets: readonly SelectionSetNode[], name: string): readonly SelectionSetNode[] {
    const below = new Set<SelectionSetNode>();
    // Fragments that spread each other hold a selection any number of times: each is looked into once.
    const around = new Set(sets);
    for (const { selections } of around) {
      for (const selection of selections) {
        if (selection.kind !== Kind.FIELD) {
          const fragment = fragmentOf(selection, this.#fragments);
          if (fragment) around.add(fragment.selectionSet);
        } else if (selection.selectionSet && responseNameOf(selection) === name) {
          below.add(selection.selectionSet);
        }
      }
    }
    return [...below];
  }

  #restored(set: SelectionSetNode, place: Place, answerable: AnswerableSelections): SelectionSetNode {
    let isChanged = false;
    const selections = set.selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet) return selection;
      const restored =
        selection.kind === Kind.FIELD
          ? this.#restoredBelow(selection, place, answerable)
          : this.#restored(
              selection.selectionSet,
              { ...place, type: answerable.conditionOf(selection) ?? place.type },
              answerable,
            );
      if (restored === selection.selectionSet) return selection;
      isChanged = true;
      return { ...selection, selectionSet: restored };
    });
    return isChanged ? { ...set, selections } : set;
  }

  /** The selections of a field, and fragments on what it may tell that stand in no fetch. */
  #restoredBelow(
    field: FieldNode,
    { path, type, wanted }: Place,
    answerable: AnswerableSelections,
  ): SelectionSetNode {
    const set = field.selectionSet!;
    const name = responseNameOf(field);
    const below: Place = {
      path: [...path, name],
      type: type && typeOfField(type, field),
      wanted: this.#wantedBelow(wanted, name),
    };
    const restored = this.#restored(set, below, answerable);
    const lost = this.#lostAt(below, answerable);
    return lost.length ? { ...restored, selections: [...restored.selections, ...lost] } : restored;
  }

  #lostAt({ path, type, wanted }: Place, answerable: AnswerableSelections): SelectionNode[] {
    const partial = type && this.partial.get(type.name);
    if (!type || !partial || !isAbstractType(type)) return [];
    return possibleRuntimeTypes(type).flatMap((member) => {
      if (!partial.has(member.name)) return [];
      const isLost = (field: FieldNode) =>
        !this.#planned.get([...path, responseNameOf(field)].join('.'))?.has(member.name);
      const selections = answerable.fieldsOf(member, wanted, {
        isWanted: isLost,
        isOf: (condition) => this.#isOf(member.name, condition),
      });
      return selections.length ? [fragmentOn(member.name, selections)] : [];
    });
  }

  #isOf(member: string, condition: string): boolean {
    const type = compositeType(this.supergraph.schema.type(condition));
    return type !== undefined && possibleRuntimeTypes(type).some(({ name }) => name === member);
  }

  #withSelections(document: DocumentNode, selectionSet: SelectionSetNode): DocumentNode {
    return visit(document, {
      OperationDefinition: (node) => {
        const { variableDefinitions: given = [] } = node;
        const known = new Set(given.map(({ variable }) => variable.name.value));
        const more = (this.#definition.variableDefinitions ?? []).filter(
          ({ variable }) => !known.has(variable.name.value),
        );
        return { ...node, selectionSet, variableDefinitions: [...given, ...more] };
      },
    });
  }
}

function partialMembersOf(supergraph: Supergraph): PartialMembers {
  const known = new Map<string, ReadonlySet<string>[]>();
  for (const { schema } of supergraph.subgraphs()) {
    for (const type of schema.types().filter(isCompositeType).filter(isAbstractType)) {
      const members = new Set(possibleRuntimeTypes(type).map(({ name }) => name));
      known.set(type.name, [...(known.get(type.name) ?? []), members]);
    }
  }
  const partial = new Map<string, ReadonlySet<string>>();
  for (const [name, versions] of known) {
    const members = versions.flatMap((version) => [...version]);
    const some = members.filter((member) => !versions.every((version) => version.has(member)));
    if (some.length) partial.set(name, new Set(some));
  }
  return partial;
}
