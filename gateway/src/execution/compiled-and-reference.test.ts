import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import { anonymous, type Caller } from '@ketqua/platform';
import { silentLog } from '@ketqua/platform/testing';
import { type FormattedExecutionResult, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { fixedSources } from '../sources/fixed-sources.js';
import { SupergraphState } from '../supergraph/supergraph-state.js';
import { type GeneratedOperation, OperationGenerator } from '../testing/generated-operations.js';
import { plannable } from '../testing/plannable.js';
import { shareOf } from '../testing/share-of.js';
import { chanceOf, type Tampering, type Varied, variedSubgraphs } from '../testing/varied-subgraphs.js';
import type { OperationResult } from './compile-operation.js';
import { executeCompiled } from './execute-compiled.js';
import type { ExecutedRequest } from './execute-operation.js';
import { executeReference } from './execute-reference.js';
import { wantedTypes } from './wanted-types.js';

const caller: Caller = { viewer: anonymous, locale: 'vi', address: '', requestId: '' };

/** Ours tells of an object that is null since it does not say its type; the reference leaves that out without a word. */
function withoutUnnamed(own: OperationResult, reference: GatewayExecutionResult): OperationResult {
  const told = new Set(
    (reference.extensions?.valueCompletion as object[] | undefined)?.map((error) => JSON.stringify(error)),
  );
  const { extensions, ...rest } = own;
  const valueCompletion = extensions?.valueCompletion.filter(
    (error) => !error.message.startsWith('Invalid __typename') || told.has(JSON.stringify(error)),
  );
  return { ...rest, ...(valueCompletion?.length && { extensions: { valueCompletion } }) };
}

/**
 * The result as it travels, its errors in an order of their own: fetches that run at once may end in any. The reference counts an
 * error's place by the entities that it asked for, not by those that stand there: its indexes are not compared.
 */
function comparable(result: unknown): unknown {
  const { errors, ...rest } = JSON.parse(JSON.stringify(result)) as { errors?: { path?: unknown[] }[] };
  const told = errors?.map(({ path, ...error }) =>
    JSON.stringify({ ...error, path: path?.map((step) => (typeof step === 'number' ? '@' : step)) }),
  );
  return { ...rest, errors: told?.sort() };
}

interface Executed {
  /** What was asked of the subgraphs: name, document and variables. */
  readonly asked: readonly string[];
  readonly told: readonly unknown[] | undefined;
}

/** The reference asks for entities that nobody wants, too, and tells what goes wrong with them. */
function expectNoMore(own: Executed, reference: Executed): void {
  const errors = (comparable({ errors: reference.told ?? [] }) as { errors: string[] }).errors;
  const owns = (comparable({ errors: own.told ?? [] }) as { errors: string[] }).errors;
  expect(errors).toEqual(expect.arrayContaining(owns));
  const left = reference.asked.map(entitiesOf);
  for (const { document, entities } of own.asked.map(entitiesOf)) {
    const place = left.findIndex(
      (other) => other.document === document && entities.every((entity) => other.entities.includes(entity)),
    );
    expect(place, document).toBeGreaterThanOrEqual(0);
    left.splice(place, 1);
  }
}

function entitiesOf(asked: string): { document: string; entities: readonly string[] } {
  const end = asked.search(/ (?:\{"|\{\}$|undefined$)/);
  const json = asked.slice(end + 1);
  const { representations = [], ...rest } = JSON.parse(json === 'undefined' ? '{}' : json) as {
    representations?: object[];
  };
  const entities = representations.map((entity) => JSON.stringify(entity));
  return { document: `${asked.slice(0, end)} ${JSON.stringify(rest)}`, entities };
}

class Comparison {
  readonly #state: SupergraphState;
  readonly #asked: string[];
  compiled = 0;
  withErrors = 0;
  /** How many asked more than one subgraph, and were answered whole. */
  joined = 0;
  unfit = 0;
  /** How many had a fetch that is wanted below some types alone, and how many of these asked less than the reference. */
  conditional = 0;
  spared = 0;

  constructor(varied: Varied = {}) {
    const { supergraphSdl, sources, asked } = variedSubgraphs(varied);
    this.#asked = asked;
    this.#state = new SupergraphState(supergraphSdl, fixedSources(sources));
  }

  get schema() {
    return this.#state.schema;
  }

  /** Executes one operation both ways. Whether it could: the generator's operations are not all valid. */
  async compare({ query, variables }: GeneratedOperation): Promise<boolean> {
    const document = parse(query);
    if (validate(this.#state.schema, document).length) return false;
    const planned = plannable(this.#state, query, document);
    if (!planned) return false;
    const request = {
      request: { variables },
      context: { caller, patience: {} },
      metrics: {},
      document,
      schema: this.#state.schema,
    } as unknown as ExecutedRequest;
    this.#asked.length = 0;
    const reference = await executeReference(this.#state, planned, request, silentLog);
    const askedByReference = this.#asked.splice(0).sort();
    const own = executeCompiled(this.#state, planned, variables, { caller }, silentLog);
    if (!own) return true;
    this.compiled++;
    const compiled = await own;
    if (compiled.errors) this.withErrors++;
    if (compiled.extensions) this.unfit++;
    if (askedByReference.length > 1 && !compiled.errors) this.joined++;
    const asked = this.#asked.splice(0).sort();
    if (wantedTypes(this.#state.supergraphSchema, planned.context, planned.plan).size) {
      this.conditional++;
      if (asked.join() !== askedByReference.join()) this.spared++;
      expectNoMore({ asked, told: compiled.errors }, { asked: askedByReference, told: reference.errors });
      expect({ query, variables, data: compiled.data }).toEqual({ query, variables, data: reference.data });
      return true;
    }
    expect({ query, variables, ...(comparable(withoutUnnamed(compiled, reference)) as object) }).toEqual({
      query,
      variables,
      ...(comparable(reference) as object),
    });
    expect(JSON.stringify(compiled.data)).toBe(JSON.stringify(reference.data));
    expect(asked).toEqual(askedByReference);
    return true;
  }

  async run(count: number, seed: number): Promise<void> {
    const generator = new OperationGenerator(this.schema, seed);
    for (let done = 0; done < count; ) if (await this.compare(generator.next())) done++;
  }
}

/** Breaks a value in twenty: it is null, or of another kind, and no error says so. */
const breaking: Tampering = (answer, asked) => {
  let place = 0;
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) {
      const chance = chanceOf(`${asked} ${place++}`, 40);
      return chance === 0 || value === null ? null : chance === 1 ? 'NOTHING' : value;
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, key === '__typename' ? inner : walk(inner)]),
    );
  };
  return { ...answer, data: walk(answer.data) } as FormattedExecutionResult;
};

describe('the compiled execution', () => {
  it(`answers ${shareOf(7_000)} generated operations as the reference does, and asks the same of the subgraphs`, async () => {
    const comparison = new Comparison();
    await comparison.run(shareOf(7_000), 1);
    expect(comparison.compiled).toBeGreaterThan(shareOf(6_900));
    expect(comparison.withErrors).toBeGreaterThan(shareOf(500));
    expect(comparison.joined).toBeGreaterThan(shareOf(500));
    expect(comparison.conditional).toBeGreaterThan(shareOf(50));
    expect(comparison.spared).toBeGreaterThan(shareOf(20));
  }, 600_000);

  it(`answers another ${shareOf(3_000)} alike where subgraphs leave their schema without a word`, async () => {
    const comparison = new Comparison({ tamper: breaking, isFailing: false });
    await comparison.run(shareOf(3_000), 2);
    expect(comparison.compiled).toBeGreaterThan(shareOf(2_900));
    expect(comparison.unfit).toBeGreaterThan(shareOf(30));
  }, 600_000);
});

describe('names that every object has', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'are what a client calls a field: %s, in a join, and nothing else changes',
    async (name) => {
      const comparison = new Comparison({ isFailing: false });
      const query = `{ products { ${name}: maker { ${name}: name region } } ${name}: viewer { ${name}: reviews { stars } address } }`;
      expect(await comparison.compare({ query, variables: {} })).toBe(true);
      expect(
        ({} as Record<string, unknown>).region ?? ({} as Record<string, unknown>).address,
      ).toBeUndefined();
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect((Object as unknown as Record<string, unknown>).region).toBeUndefined();
    },
  );
});
