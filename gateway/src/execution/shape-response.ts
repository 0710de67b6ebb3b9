import {
  type EnumType,
  isCompositeType,
  isCustomScalarType,
  isEnumType,
  isListType,
  isNonNullType,
  isValidLeafValue,
  type OutputType,
  type Schema,
} from '@apollo/federation-internals';
import { own, type ResponseData } from './response-data.js';
import { saidTypename } from './said-typename.js';
import { type Conditions, holds, type Shape, type ShapeField } from './shape.js';

/** Thrown where data do not fit their schema: what then is null, and what is told, is not decided here. */
export class UnfitDataError extends Error {
  override readonly name = 'UnfitDataError';
}

/** Makes the response of what subgraphs answered. @throws UnfitDataError */
export type ShapeResponse = (data: ResponseData, isTrue: Conditions) => ResponseData;

type Complete = (value: unknown, before: unknown, isTrue: Conditions) => unknown;

const unfit = new UnfitDataError('The data do not fit the schema');

/** Compiles a shape for data that fit their schema, as nearly all do. */
export function compileShape(schema: Schema, shape: Shape): ShapeResponse {
  const objects = new Map<
    Shape,
    (value: ResponseData, before: unknown, isTrue: Conditions) => ResponseData
  >();

  const objectOf = (below: Shape) => {
    const known = objects.get(below);
    if (known) return known;
    const compiled = new Map<ShapeField, Complete>();
    const completeOf = (field: ShapeField): Complete => {
      let complete = compiled.get(field);
      if (!complete) {
        complete = field.isTypename ? unreachable : completeType(field.type, field.below);
        compiled.set(field, complete);
      }
      return complete;
    };
    const plans = new Map<readonly ShapeField[], readonly FieldPlan[]>();
    // Objects of one list are nearly always of one type.
    let lastTypename: string | undefined;
    let lastPlan: readonly FieldPlan[] | undefined;
    const object = (value: ResponseData, before: unknown, isTrue: Conditions): ResponseData => {
      const typename = own(value, '__typename');
      if (lastPlan && typename === lastTypename) {
        return fill(schema, lastPlan, value, before as ResponseData | undefined, isTrue);
      }
      if (typename !== undefined && typeof typename !== 'string') throw unfit;
      const fields = below.fieldsOf(typename || undefined);
      let plan = plans.get(fields);
      if (!plan) {
        plan = fields.map((field) => ({
          ...field,
          complete: completeOf(field),
          isInherited: field.responseName in {},
        }));
        if (typename === undefined || schema.type(typename)) plans.set(fields, plan);
      }
      if (plans.get(fields) === plan) {
        lastTypename = typename;
        lastPlan = plan;
      }
      return fill(schema, plan, value, before as ResponseData | undefined, isTrue);
    };
    objects.set(below, object);
    return object;
  };

  const completeType = (type: OutputType, below: Shape | undefined): Complete => {
    if (isNonNullType(type)) {
      const inner = completeType(type.ofType, below);
      return (value, before, isTrue) => {
        if (value === null) throw unfit;
        return inner(value, before, isTrue);
      };
    }
    if (isListType(type)) {
      const inner = completeType(type.ofType as OutputType, below);
      return (value, before, isTrue) => {
        if (value === null) return null;
        if (!Array.isArray(value)) throw unfit;
        const known = before as readonly unknown[] | undefined;
        const list = new Array<unknown>(value.length);
        for (let index = 0; index < value.length; index++)
          list[index] = inner(value[index], known?.[index], isTrue);
        return list;
      };
    }
    if (isCompositeType(type)) {
      const object = objectOf(below!);
      let lastTypename: unknown;
      return (value, before, isTrue) => {
        if (value === null) return null;
        if (typeof value !== 'object') throw unfit;
        const typename = (value as ResponseData).__typename;
        if (typename && typename !== lastTypename) {
          const named = schema.type(typename as string);
          if (!named || !isCompositeType(named)) throw unfit;
          lastTypename = typename;
        }
        return object(value as ResponseData, before, isTrue);
      };
    }
    return completeLeaf(schema, type);
  };

  const shapeRoot = objectOf(shape);
  return (data, isTrue) => shapeRoot(data, undefined, isTrue);
}

interface FieldPlan extends ShapeField {
  readonly complete: Complete;
  /** Whether every object has something of that name, such as `constructor`. */
  readonly isInherited: boolean;
}

const unreachable: Complete = () => {
  throw unfit;
};

function fill(
  schema: Schema,
  plan: readonly FieldPlan[],
  value: ResponseData,
  known: ResponseData | undefined,
  isTrue: Conditions,
): ResponseData {
  const output = known ?? {};
  for (const field of plan) {
    const { responseName, conditions } = field;
    if (conditions && !holds(conditions, isTrue)) continue;
    const before = known || field.isRepeated ? own(output, responseName) : undefined;
    if (field.isTypename) {
      if (before === undefined) output[responseName] = typenameOf(schema, field, value);
      continue;
    }
    // Null stays null, and a leaf is the same however often it is written.
    if (before === null || (before !== undefined && !field.below)) continue;
    const input = (field.isInherited ? own(value, responseName) : value[responseName]) ?? null;
    output[responseName] = field.complete(input, before, isTrue);
  }
  return output;
}

/** What `__typename` answers, under whatever alias. @throws UnfitDataError where that is no object type. */
function typenameOf(schema: Schema, { responseName, parentType }: ShapeField, value: ResponseData): string {
  const name = saidTypename(schema, value, responseName, parentType);
  if (name === undefined) throw unfit;
  return name;
}

function completeLeaf(schema: Schema, type: OutputType): Complete {
  if (isCustomScalarType(type as never)) return (value) => value;
  if (isEnumType(type as never)) {
    const values = new Set((type as unknown as EnumType).values.map(({ name }) => name));
    return (value) => {
      if (value === null || values.has(value as string)) return value;
      throw unfit;
    };
  }
  const isText = type === schema.stringType() || type === schema.idType();
  return (value) => {
    if (value === null || (isText && typeof value === 'string')) return value;
    if (!isValidLeafValue(schema, value, type as never)) throw unfit;
    return value;
  };
}
