import type { Logger, Operation } from '@ketqua/platform';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { type Asking, askSubgraph } from '../sources/ask-subgraph.js';
import type { SubgraphSource } from '../sources/subgraph-source.js';

type Answer = FormattedExecutionResult<Record<string, unknown>>;
type Representations = readonly unknown[];

/** The most entities that one request asks for. */
const largestBatch = 500;

interface Member {
  readonly representations: Representations;
  readonly resolve: (answer: Answer) => void;
}

interface Batch {
  readonly members: Member[];
  size: number;
}

/**
 * Joins fetches of entities: those of one tick that ask one subgraph the same, for the same scope, go as one request. An
 * import's thousand events would ask a thousand times otherwise.
 */
export class EntityBatches {
  readonly #open = new Map<string, Batch>();

  constructor(private readonly log: Logger) {}

  /** Asks a subgraph as `askSubgraph`, with others of the same scope. */
  ask(source: SubgraphSource, operation: Operation, asking: Asking, scope: string): Promise<Answer> {
    const { representations, ...others } = operation.variables ?? {};
    if (!Array.isArray(representations)) return askSubgraph(source, operation, asking, this.log);
    const key = `${source.name}\0${scope}\0${operation.query}\0${JSON.stringify(others)}`;
    return new Promise((resolve) => {
      const member = { representations, resolve };
      const open = this.#open.get(key);
      if (open && open.size + representations.length <= largestBatch) {
        open.members.push(member);
        open.size += representations.length;
        return;
      }
      const batch = { members: [member], size: representations.length };
      this.#open.set(key, batch);
      setImmediate(() => {
        if (this.#open.get(key) === batch) this.#open.delete(key);
        void this.#send(batch, source, { ...operation, variables: others }, asking);
      });
    });
  }

  async #send(
    { members }: Batch,
    source: SubgraphSource,
    operation: Operation,
    asking: Asking,
  ): Promise<void> {
    const representations = members.flatMap((member) => member.representations);
    const variables = { ...operation.variables, representations };
    const answer = await askSubgraph(source, { ...operation, variables }, asking, this.log);
    if (members.length === 1) return members[0]!.resolve(answer);
    let from = 0;
    for (const { representations: own, resolve } of members) {
      resolve(partOf(answer, from, own.length));
      from += own.length;
    }
  }
}

/** What an answer says of some of its entities. */
function partOf({ data, errors = [] }: Answer, from: number, count: number): Answer {
  const entities = data?._entities;
  const told = errors.flatMap((error) => ofPart(error, from, count));
  // Of many entities that could not be had, only the first ones are told: the others were asked for by somebody, too.
  const first = errors[0];
  if (!data && !told.length && first) told.push({ ...first, path: ['_entities', 0] });
  return {
    ...(data !== undefined && {
      data: data && {
        ...data,
        ...(Array.isArray(entities) && { _entities: entities.slice(from, from + count) }),
      },
    }),
    ...(told.length && { errors: told }),
  };
}

function ofPart(error: GraphQLFormattedError, from: number, count: number): GraphQLFormattedError[] {
  const [root, index, ...below] = error.path ?? [];
  if (root !== '_entities' || typeof index !== 'number') return [error];
  const own = index - from;
  return own >= 0 && own < count ? [{ ...error, path: ['_entities', own, ...below] }] : [];
}
