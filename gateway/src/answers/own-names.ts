import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import { type DocumentNode, GraphQLError, Kind, type NameNode, visit } from 'graphql';

/**
 * A document in which nothing that a client selects has the name of what a plan adds of its own: keys, `@requires` and
 * `__typename`. Apollo's planner does not see that `{ books { id: title price } }` gives `id` another meaning than the key has,
 * and answers with the key.
 */
export interface OwnNames {
  readonly document: DocumentNode;
  /** What the names begin with that are the gateway's. */
  readonly prefix: string;
}

/**
 * Gives the selections of a document that stand in a plan's way names of the gateway's own.
 * @param reserved the fields that plans select of their own, as `reservedNames` finds them
 * @returns undefined where nothing stands in the way, as in nearly all documents.
 */
export function withOwnNames(document: DocumentNode, reserved: ReadonlySet<string>): OwnNames | undefined {
  const used = new Set<string>();
  let isInTheWay = false;
  visit(document, {
    Field({ alias, name, arguments: given }) {
      const shown = alias ?? name;
      used.add(shown.value);
      isInTheWay ||= isTaken(shown, name, given?.length ?? 0, reserved);
    },
  });
  if (!isInTheWay) return undefined;
  let prefix = 'ketqua_own_';
  while ([...used].some((name) => name.startsWith(prefix))) prefix += '_';
  const renamed = visit(document, {
    Field(node) {
      const shown = node.alias ?? node.name;
      if (!isTaken(shown, node.name, node.arguments?.length ?? 0, reserved)) return undefined;
      return { ...node, alias: { kind: Kind.NAME, value: prefix + shown.value } };
    },
  });
  return { document: renamed, prefix };
}

/** A plan selects a field by its bare name: an alias of that name, or arguments to the field, make it another. */
function isTaken(
  shown: NameNode,
  name: NameNode,
  argumentsGiven: number,
  reserved: ReadonlySet<string>,
): boolean {
  return reserved.has(shown.value) && (shown.value !== name.value || argumentsGiven > 0);
}

/** Gives an answer, and the paths of its errors, the names that its client asked for. */
export function withAskedNames(result: GatewayExecutionResult, { prefix }: OwnNames): GatewayExecutionResult {
  const asked = (name: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : name);
  const { data, errors } = result;
  return {
    ...result,
    ...(data && { data: renamed(data, asked) as Record<string, unknown> }),
    ...(errors && {
      errors: errors.map((error) => {
        const path = error.path?.map((step) => (typeof step === 'string' ? asked(step) : step));
        return path ? withPath(error, path) : error;
      }),
    }),
  };
}

function renamed(value: unknown, asked: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((element) => renamed(element, asked));
  if (!value || typeof value !== 'object') return value;
  const object: Record<string, unknown> = Object.create(null);
  for (const [name, inner] of Object.entries(value)) object[asked(name)] = renamed(inner, asked);
  return object;
}

function withPath(error: GraphQLError, path: readonly (string | number)[]): GraphQLError {
  const { message, nodes, source, positions, originalError, extensions } = error;
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions });
}
