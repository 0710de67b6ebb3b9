/** What subgraphs answer with, and what is put together of it. */
export type ResponseData = Record<string, unknown>;

/** Whether a value is an object of JSON: neither null nor a list. */
export function isObject(value: unknown): value is ResponseData {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of an object's own: a client may call one `constructor`. */
export function own(object: ResponseData, name: string): unknown {
  const value = object[name];
  return value === undefined || Object.hasOwn(object, name) ? value : undefined;
}

/** Sets a field, whatever it is called: assigned plainly, `__proto__` would be another thing. */
export function setOwn(object: ResponseData, name: string, value: unknown): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true });
}

/**
 * Merges what a subgraph answered into what is known already, in place. Objects are merged field by field, lists of one
 * length element by element; anything else is replaced, and `undefined` replaces nothing.
 */
export function mergeInto(target: ResponseData, source: unknown): ResponseData {
  if (source === undefined || source === null) return target;
  const fields = source as ResponseData;
  for (const key of Object.keys(fields)) {
    const value = fields[key];
    if (value === undefined) continue;
    const known = own(target, key);
    if (known && isObject(value)) mergeInto(known as ResponseData, value);
    else if (Array.isArray(value) && Array.isArray(known) && value.length === known.length) {
      mergeLists(known, value);
    } else setOwn(target, key, value);
  }
  return target;
}

function mergeLists(known: unknown[], values: readonly unknown[]): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    const before = known[index];
    if (isObject(before) && isObject(value)) mergeInto(before, value);
    else known[index] = value;
  }
}
