/** Says of a value whether it may stand in the log. */
type Shape = (value: unknown) => boolean;

const matching =
  (pattern: RegExp): Shape =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.length <= 20 && value.every(shape);
const eitherOf =
  (...shapes: Shape[]): Shape =>
  (value) =>
    shapes.some((shape) => shape(value));

/** What we count and measure: no number of a person has so few digits. */
const count: Shape = (value) => typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e8;
const uuid = matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
/** A name of ours: letters, and never so many digits that they could be a person's number. */
const name = matching(/^(?!.*\d{5})[A-Za-z][\w .:-]{0,79}$/);
const code = matching(/^[A-Z][A-Z_]{0,63}$/);
const moment = matching(/^\d{4}-\d\d-\d\dT[\d:.]{5,12}(Z|[+-]\d\d:\d\d)$/);

/** The fields that the log knows, each with the form that its values have. Whatever else is given is withheld. */
const shapes = {
  // Where a line comes from.
  room: name,
  name,
  subgraph: name,
  keeper: name,
  consumer: name,
  // A request.
  requestId: uuid,
  viewer: name,
  operation: name,
  kind: name,
  codes: listOf(code),
  errorIds: listOf(uuid),
  status: eitherOf(count, name),
  milliseconds: count,
  // An error that was masked: `id` is what the caller was told.
  id: uuid,
  field: name,
  // What happened to what, by identifiers.
  alarm: code,
  event: eitherOf(uuid, matching(/^\d{1,19}$/)),
  accountId: uuid,
  challengeId: uuid,
  labId: uuid,
  messageId: uuid,
  resultId: uuid,
  resultIds: listOf(uuid),
  disputeIds: listOf(uuid),
  kid: matching(/^[\w+/=-]{1,64}$/),
  supergraph: matching(/^[0-9a-f]{12}$/),
  // Why and how.
  delivery: name,
  format: name,
  mode: name,
  reason: name,
  ruleSet: name,
  source: name,
  state: name,
  signsFrom: moment,
  validFrom: moment,
  // How many.
  count,
  destroyed: count,
  inDay: count,
  points: count,
  pushes: count,
  seconds: count,
  sent: count,
  used: count,
} as const satisfies Record<string, Shape>;

/** What a supergraph that cannot be loaded has wrong: of a schema, which holds nothing personal. */
const schemaFault: Shape = (value) => typeof value === 'string' && value.length <= 1_000;

const allShapes: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...Object.entries(shapes),
  ['fault', schemaFault],
]);

/** What a line may be given: a field of the list, or an error. */
export type LogFields = { readonly [Field in keyof typeof shapes | 'fault' | 'error' | 'err']?: unknown };

/**
 * What of a line's fields is written: those of the list whose values have their form, and errors as `describe` tells
 * them. `withheld` counts the others; neither their values nor their names are told.
 */
export function allowedFields(
  fields: Record<string, unknown>,
  describe: (error: unknown) => object,
): Record<string, unknown> {
  const allowed: Record<string, unknown> = {};
  let withheld = 0;
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (field === 'error' || field === 'err') allowed[field] = describe(value);
    else if (value === null || allShapes.get(field)?.(value)) allowed[field] = value;
    else withheld++;
  }
  if (withheld) allowed.withheld = withheld;
  return allowed;
}
