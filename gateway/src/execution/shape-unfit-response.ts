import {
  type CompositeType,
  ERRORS,
  isCompositeType,
  isListType,
  isNonNullType,
  isValidLeafValue,
  type OutputType,
  type Schema,
} from '@apollo/federation-internals';
import type { GraphQLError } from 'graphql';
import { own, type ResponseData } from './response-data.js';
import type { Place } from './response-path.js';
import { saidTypename } from './said-typename.js';
import { type Conditions, holds, type Shape, type ShapeField } from './shape.js';

/** A value of the response. Where it has no place, the object around it is null; where its fault is told, no other is. */
interface Completed {
  readonly value: unknown;
  readonly isInvalid?: boolean;
  readonly isTold?: boolean;
}

/** A response of data that do not fit their schema, and what does not. */
export interface UnfitResponse {
  readonly data: ResponseData | null;
  readonly errors: readonly GraphQLError[];
}

/**
 * Makes the response of data that do not fit their schema: what does not is null, and so is what must not hold null
 * (GraphQL October 2021, section 6.4.4), with one error each that names the place and never the value.
 */
export function shapeUnfitResponse(
  schema: Schema,
  shape: Shape,
  data: ResponseData,
  isTrue: Conditions,
): UnfitResponse {
  const shaping = new UnfitShaping(schema, isTrue);
  const output: ResponseData = {};
  const isWhole = shaping.fill(shape, data, output);
  return { data: isWhole ? output : null, errors: shaping.errors };
}

class UnfitShaping {
  readonly errors: GraphQLError[] = [];
  readonly #path: Place = [];

  constructor(
    private readonly schema: Schema,
    private readonly isTrue: Conditions,
  ) {}

  /** Fills an object's fields. Whether it may stand: else it is null. */
  fill(shape: Shape, input: ResponseData, output: ResponseData): boolean {
    const typename = own(input, '__typename');
    for (const field of shape.fieldsOf(typeof typename === 'string' && typename ? typename : undefined)) {
      if (field.conditions && !holds(field.conditions, this.isTrue)) continue;
      const { responseName } = field;
      const before = own(output, responseName);
      if (field.isTypename) {
        if (before !== undefined) continue;
        const name = this.#typenameOf(field, input);
        if (name === undefined) return false;
        output[responseName] = name;
        continue;
      }
      this.#path.push(responseName);
      const { value, isInvalid } = this.#complete(
        field.type,
        own(input, responseName) ?? null,
        before,
        field,
      );
      this.#path.pop();
      output[responseName] = value;
      if (isInvalid) return false;
    }
    return true;
  }

  #typenameOf({ responseName, parentType }: ShapeField, input: ResponseData): string | undefined {
    return saidTypename(this.schema, input, responseName, parentType);
  }

  #complete(type: OutputType, input: unknown, before: unknown, field: ShapeField): Completed {
    if (before === null || (before !== undefined && !field.below)) return { value: before };
    if (isNonNullType(type)) {
      const { value, isTold } = this.#complete(type.ofType, input, before, field);
      if (value !== null) return { value };
      if (!isTold) this.#tell(`Cannot return null for non-nullable ${this.#placeOf(type.ofType, field)}.`);
      return { value: null, isInvalid: true, isTold: true };
    }
    if (input === null) return { value: null };
    if (isListType(type)) return this.#completeList(type.ofType as OutputType, input, before, field);
    if (isCompositeType(type)) return this.#completeObject(type, input, before, field);
    if (isValidLeafValue(this.schema, input, type as never)) return { value: input };
    return this.#refuse(type, field);
  }

  #completeList(type: OutputType, input: unknown, before: unknown, field: ShapeField): Completed {
    if (!Array.isArray(input)) return this.#refuse(type, field);
    const known = before as readonly unknown[] | undefined;
    let isInvalid = false;
    let isTold = false;
    const value = input.map((element, index) => {
      this.#path.push(index);
      const completed = this.#complete(type, element, known?.[index], field);
      this.#path.pop();
      isInvalid ||= completed.isInvalid === true;
      isTold ||= completed.isTold === true;
      return completed.value;
    });
    return { value: isInvalid ? null : value, isTold };
  }

  #completeObject(type: CompositeType, input: unknown, before: unknown, field: ShapeField): Completed {
    if (typeof input !== 'object') return this.#refuse(type, field);
    const typename = (input as ResponseData).__typename;
    if (typename) {
      const named = typeof typename === 'string' ? this.schema.type(typename) : undefined;
      if (!named || !isCompositeType(named)) {
        this.#tell(`Invalid __typename found for object at ${this.#placeOf(type, field)}.`);
        return { value: null, isTold: true };
      }
    }
    const output = (before ?? {}) as ResponseData;
    const told = this.errors.length;
    if (this.fill(field.below!, input as ResponseData, output)) return { value: output };
    // Of an object that does not say its type nothing has been told.
    if (this.errors.length === told)
      this.#tell(`Invalid __typename found for object at ${this.#placeOf(type, field)}.`);
    return { value: null, isTold: true };
  }

  #refuse(type: OutputType, field: ShapeField): Completed {
    this.#tell(`Invalid value found for ${this.#placeOf(type, field)}.`);
    return { value: null, isTold: true };
  }

  #placeOf(type: OutputType, { parentType }: ShapeField): string {
    const last = this.#path.at(-1)!;
    return typeof last === 'string'
      ? `field ${parentType}.${last}`
      : `array element of type ${type} at index ${last}`;
  }

  #tell(message: string): void {
    this.errors.push(ERRORS.INVALID_GRAPHQL.err(message, { path: [...this.#path] }));
  }
}
