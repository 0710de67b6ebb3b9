import {
  baseType,
  type CompositeType,
  isAbstractType,
  isCompositeType,
  type NamedType,
  type ObjectType,
  type Subgraph,
} from '@apollo/federation-internals';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  OverlappingFieldsCanBeMergedRule,
  type SelectionNode,
  type SelectionSetNode,
  VariablesInAllowedPositionRule,
  validate,
} from 'graphql';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** What is looked for in the selections of a client. */
interface Wanted {
  /** Whether a field right there is. */
  isWanted(field: FieldNode): boolean;
  /** Whether a fragment on a type applies. */
  isOf(condition: string): boolean;
}

/** How many selections are gone through for one fetch. */
const mostSelections = 2_000;

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** What one subgraph can answer, by itself, of what clients select. */
export class AnswerableSelections {
  #seen = 0;

  constructor(
    private readonly subgraph: Subgraph,
    private readonly fragments: Fragments,
  ) {}

  /**
   * Whether a document may be sent: of one name, two of the subgraph's types may tell what to clients is one type. Not one that
   * fragments which spread each other would make large.
   */
  mayAsk(document: DocumentNode): boolean {
    if (this.#seen > mostSelections) return false;
    const rules = [OverlappingFieldsCanBeMergedRule, VariablesInAllowedPositionRule];
    return !validate(this.subgraph.schema.toGraphQLJSSchema(), document, rules).length;
  }

  /** The type that a fragment is on, as the subgraph knows it. */
  conditionOf({ typeCondition }: InlineFragmentNode): CompositeType | undefined {
    return typeCondition && compositeType(this.subgraph.schema.type(typeCondition.name.value));
  }

  /** The fields of an object type that are wanted at one place, with the conditions that they stand under. */
  fieldsOf(type: ObjectType, sets: readonly SelectionSetNode[], wanted: Wanted): SelectionNode[] {
    return sets.flatMap(({ selections }) =>
      selections.flatMap((selection): SelectionNode[] => {
        if (++this.#seen > mostSelections) return [];
        if (selection.kind === Kind.FIELD)
          return wanted.isWanted(selection) ? this.#field(type, selection) : [];
        const fragment = fragmentOf(selection, this.fragments);
        const condition = fragment?.typeCondition?.name.value;
        if (!fragment || (condition && !wanted.isOf(condition))) return [];
        const inner = this.fieldsOf(type, [fragment.selectionSet], wanted);
        if (!inner.length || !selection.directives?.length) return inner;
        return [fragmentOn(undefined, inner, selection.directives)];
      }),
    );
  }

  #field(type: CompositeType, node: FieldNode): SelectionNode[] {
    if (node.name.value === typename.name.value) return [node];
    const field = 'field' in type ? type.field(node.name.value) : undefined;
    if (!field || this.subgraph.metadata().isFieldExternal(field)) return [];
    if (!node.selectionSet) return [node];
    const below = typeOfField(type, node);
    const inner = below ? this.#within(below, node.selectionSet) : [];
    if (!below || !inner.length) return [];
    const selections = isAbstractType(below) ? [typename, ...inner] : inner;
    return [{ ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } }];
  }

  #within(type: CompositeType, { selections }: SelectionSetNode): SelectionNode[] {
    return selections.flatMap((selection): SelectionNode[] => {
      if (++this.#seen > mostSelections) return [];
      if (selection.kind === Kind.FIELD) return this.#field(type, selection);
      const fragment = fragmentOf(selection, this.fragments);
      if (!fragment) return [];
      const condition = fragment.typeCondition?.name.value;
      const within = condition ? compositeType(this.subgraph.schema.type(condition)) : type;
      const inner = within ? this.#within(within, fragment.selectionSet) : [];
      return inner.length ? [fragmentOn(condition, inner, selection.directives)] : [];
    });
  }
}

/** What stands behind a fragment or the spread of one. */
export function fragmentOf(
  selection: Exclude<SelectionNode, FieldNode>,
  fragments: Fragments,
): InlineFragmentNode | FragmentDefinitionNode | undefined {
  return selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
}

export function fragmentOn(
  condition: string | undefined,
  selections: readonly SelectionNode[],
  directives: InlineFragmentNode['directives'] = [],
): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    ...(condition && {
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: condition } },
    }),
    directives,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}

export function compositeType(type: NamedType | undefined): CompositeType | undefined {
  return type && isCompositeType(type) ? type : undefined;
}

/** The type of what a field tells, without lists; undefined where that has no fields. */
export function typeOfField(type: CompositeType, { name }: FieldNode): CompositeType | undefined {
  const field = 'field' in type ? type.field(name.value) : undefined;
  return field?.type && compositeType(baseType(field.type));
}
