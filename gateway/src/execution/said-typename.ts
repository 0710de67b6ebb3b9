import { type CompositeType, isInterfaceType, isObjectType, type Schema } from '@apollo/federation-internals';
import { own, type ResponseData } from './response-data.js';

/**
 * What `__typename` answers of an object, under whatever alias: what the object says under that, or else of itself. An
 * interface's name, as a subgraph says it to which that is an object, is no answer. Undefined where no object type is known.
 */
export function saidTypename(
  schema: Schema,
  value: ResponseData,
  responseName: string,
  parentType: CompositeType,
): string | undefined {
  const typename = own(value, '__typename');
  let said = own(value, responseName) ?? typename;
  if (typeof said === 'string' && said !== typename) {
    const type = schema.type(said);
    if (type && isInterfaceType(type)) said = typename;
  }
  const type = typeof said === 'string' ? (schema.type(said) ?? parentType) : parentType;
  return isObjectType(type) ? type.name : undefined;
}
