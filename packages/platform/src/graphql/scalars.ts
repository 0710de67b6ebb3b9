import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

function textScalar<Value>(options: {
  name: string;
  description: string;
  specifiedByURL: string;
  expects: string;
  parse: (text: string) => Value | undefined;
  serialize: (value: unknown) => string;
}): GraphQLScalarType {
  const parseValue = (input: unknown): Value => {
    const value = typeof input === 'string' ? options.parse(input) : undefined;
    if (value === undefined) {
      // Never the value: it may be personal.
      throw new GraphQLError(`${options.name} must be ${options.expects}`, {
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
    return value;
  };
  return new GraphQLScalarType({
    name: options.name,
    description: options.description,
    specifiedByURL: options.specifiedByURL,
    serialize: options.serialize,
    parseValue,
    parseLiteral: (node: ValueNode) => parseValue(node.kind === Kind.STRING ? node.value : undefined),
  });
}

const dateTime = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Reads an RFC 3339 time, its offset required, or gives `undefined`. */
export function readDateTime(text: string): Date | undefined {
  const match = dateTime.exec(text);
  if (!match || !readDate(match[1]!)) return undefined;
  const value = new Date(text);
  return Number.isNaN(value.getTime()) ? undefined : value;
}

/** Reads an ISO 8601 calendar date that exists, or gives `undefined`. */
export function readDate(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const value = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(value.getTime()) && value.toISOString().startsWith(text) ? text : undefined;
}

/** A moment: RFC 3339 with its offset. */
export const DateTime = textScalar({
  name: 'DateTime',
  description: 'A moment: RFC 3339 with its offset, as 2021-07-12T09:30:00+07:00.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  expects: 'a time with its offset, as 2021-07-12T09:30:00+07:00',
  parse: readDateTime,
  serialize: (value) => (value instanceof Date ? value : new Date(value as string)).toISOString(),
});

/** A calendar date: ISO 8601. */
export const CalendarDate = textScalar({
  name: 'Date',
  description: 'A calendar date: ISO 8601, as 2021-07-12.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date',
  expects: 'a date as 2021-07-12',
  parse: readDate,
  serialize: String,
});
