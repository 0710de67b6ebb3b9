import {
  type CompositeType,
  type Field,
  type FragmentElement,
  isCompositeType,
  isObjectType,
  isSubtype,
  type ObjectType,
  type OutputType,
  type Schema,
  type SelectionSet,
  Variable,
} from '@apollo/federation-internals';

/** Whether the variable of a `@skip` or `@include` is true in a request. */
export type Conditions = (variable: string) => boolean;

/** A field or a fragment is left out where one of these does not hold. */
interface Condition {
  readonly variable: string;
  readonly isSkip: boolean;
}

/** One field of the response, as an object of one type has it. */
export interface ShapeField {
  readonly responseName: string;
  readonly isTypename: boolean;
  readonly type: OutputType;
  /** The type that the selection stands on, which errors name. */
  readonly parentType: CompositeType;
  /** What is selected below; undefined of a leaf. */
  readonly below: Shape | undefined;
  readonly conditions: readonly Condition[] | undefined;
  /** Whether an earlier field may have filled the same name: in a document both are written, in a response they are one. */
  readonly isRepeated: boolean;
}

/** A field that is answered by the schema itself, or a name that no plain object can have. */
export class UnshapableError extends Error {
  override readonly name = 'UnshapableError';
}

/**
 * What a selection makes of an object, by the object's type: fragments that apply are laid open, in the document's
 * order. Each type's fields are found once.
 */
export class Shape {
  readonly #unnamed: readonly ShapeField[];
  readonly #byTypename = new Map<string, readonly ShapeField[]>();

  /** @throws UnshapableError */
  constructor(
    private readonly schema: Schema,
    private readonly selection: SelectionSet,
    /** The type where an object does not say its own. */
    private readonly parentType: CompositeType,
  ) {
    this.#unnamed = this.#collect(undefined, false);
    // Every fragment's fields are tried now: a document is shapable as a whole or not at all.
    this.#collect(undefined, true);
  }

  /** The fields of an object that says that it is of a type; a name that the schema does not know matches no fragment. */
  fieldsOf(typename: string | undefined): readonly ShapeField[] {
    if (typename === undefined) return this.#unnamed;
    let fields = this.#byTypename.get(typename);
    if (!fields) {
      fields = this.#collect(typename, false);
      if (this.schema.type(typename)) this.#byTypename.set(typename, fields);
    }
    return fields;
  }

  #collect(typename: string | undefined, isEveryFragment: boolean): ShapeField[] {
    const fields: ShapeField[] = [];
    const seen = new Set<string>();
    const own = typename === undefined ? undefined : this.schema.type(typename);
    // An object's own type may narrow what its interface says of a field.
    const runtime = own ?? this.parentType;
    const object = isObjectType(runtime) ? runtime : undefined;
    const walk = (selection: SelectionSet, parentType: CompositeType, around: readonly Condition[]) => {
      for (const { kind, element, selectionSet } of selection.selections()) {
        const conditions = conditionsOf(element);
        if (conditions === 'never') continue;
        const all = [...around, ...conditions];
        if (kind === 'FieldSelection') {
          fields.push(this.#field(element as Field, selectionSet, { parentType, object }, all, seen));
          continue;
        }
        const { typeCondition } = element as FragmentElement;
        const applies =
          isEveryFragment ||
          !typeCondition ||
          (typename === undefined
            ? isSubtype(typeCondition, parentType)
            : own !== undefined && isSubtype(typeCondition, own as CompositeType));
        if (applies) walk(selectionSet!, typeCondition ?? parentType, all);
      }
    };
    walk(this.selection, own && isCompositeType(own) ? own : this.parentType, []);
    return fields;
  }

  #field(
    field: Field,
    selectionSet: SelectionSet | undefined,
    { parentType, object }: { readonly parentType: CompositeType; readonly object: ObjectType | undefined },
    conditions: readonly Condition[],
    seen: Set<string>,
  ): ShapeField {
    const responseName = field.responseName();
    if (responseName === '__proto__' || field.definition.isSchemaIntrospectionField()) {
      throw new UnshapableError(`${responseName} is not shaped here`);
    }
    const isRepeated = seen.has(responseName);
    seen.add(responseName);
    const { type } = object?.field(field.name) ?? field.definition;
    return {
      responseName,
      isTypename: field.name === '__typename',
      type: type!,
      parentType,
      below: selectionSet && this.#below(selectionSet, type!),
      conditions: conditions.length ? conditions : undefined,
      isRepeated,
    };
  }

  readonly #shapes = new Map<SelectionSet, Map<CompositeType, Shape>>();

  #below(selection: SelectionSet, type: OutputType): Shape {
    let base = type;
    while (base.kind === 'ListType' || base.kind === 'NonNullType') base = base.ofType as OutputType;
    if (!isCompositeType(base)) throw new UnshapableError(`${base} has no fields`);
    let shapes = this.#shapes.get(selection);
    if (!shapes) {
      shapes = new Map();
      this.#shapes.set(selection, shapes);
    }
    let shape = shapes.get(base);
    if (!shape) {
      shape = new Shape(this.schema, selection, base);
      shapes.set(base, shape);
    }
    return shape;
  }
}

/** Whether a field is wanted in a request. */
export function holds(conditions: readonly Condition[], isTrue: Conditions): boolean {
  return conditions.every(({ variable, isSkip }) => isTrue(variable) !== isSkip);
}

/** The conditions of a field or a fragment; `never` where a literal says that it is left out. */
function conditionsOf(element: Field | FragmentElement): readonly Condition[] | 'never' {
  const conditions: Condition[] = [];
  for (const name of ['skip', 'include'] as const) {
    const [directive] = element.appliedDirectivesOf(name);
    if (!directive) continue;
    const value: unknown = directive.arguments().if;
    if (value instanceof Variable) conditions.push({ variable: value.name, isSkip: name === 'skip' });
    else if (value === (name === 'skip')) return 'never';
  }
  return conditions;
}
