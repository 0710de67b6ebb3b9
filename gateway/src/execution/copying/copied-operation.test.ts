import { anonymous, type Caller } from '@ketqua/platform';
import { silentLog } from '@ketqua/platform/testing';
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { fixedSources } from '../../sources/fixed-sources.js';
import { isomorphicBody, parseIsomorphic, plainText } from '../../sources/isomorphic.js';
import type { SubgraphSource } from '../../sources/subgraph-source.js';
import { wellFormedResult } from '../../sources/well-formed-result.js';
import { SupergraphState } from '../../supergraph/supergraph-state.js';
import { OperationGenerator } from '../../testing/generated-operations.js';
import { plannable } from '../../testing/plannable.js';
import { shareOf } from '../../testing/share-of.js';
import { chanceOf, type Varied, variedSubgraphs } from '../../testing/varied-subgraphs.js';
import { askingIn, compiledOf, executeTexts } from '../execute-compiled.js';

const caller: Caller = { viewer: anonymous, locale: 'vi', address: '', requestId: '' };

/** How a subgraph writes its answer, where it does not write it as JSON.stringify. */
type Writing = (json: string, asked: string) => string;

/** Operations of all kinds, executed on the texts of subgraphs and on their data. */
class TextComparison {
  readonly #state: SupergraphState;
  readonly #asked: string[];
  compared = 0;
  /** How many were answered without anything being parsed. */
  copied = 0;
  /** How many of these asked more than one subgraph. */
  joined = 0;
  #parsed = 0;

  constructor(varied: Varied = {}, write: Writing = (json) => json) {
    const { supergraphSdl, sources, asked } = variedSubgraphs(varied);
    this.#asked = asked;
    this.#state = new SupergraphState(
      supergraphSdl,
      fixedSources(sources.map((source) => this.#withTexts(source, write))),
    );
  }

  async run(count: number, seed: number, isPlain = true): Promise<void> {
    const generator = new OperationGenerator(this.#state.schema, seed, isPlain);
    for (let done = 0; done < count; ) if (await this.compare(generator.next())) done++;
  }

  async compare({ query, variables = {} }: { query: string; variables?: Record<string, unknown> }) {
    const document = parse(query);
    if (validate(this.#state.schema, document).length) return false;
    const planned = plannable(this.#state, query, document);
    const operation = planned && compiledOf(this.#state, planned);
    if (!operation?.canDecide(variables) || planned?.definition.operation !== 'query') return false;
    this.#asked.length = 0;
    const ask = askingIn(this.#state, { caller, isIsomorphic: true }, silentLog);
    const data = await operation.executeIsomorphic(variables, ask);
    const askedForData = this.#asked.splice(0).sort();
    this.#parsed = 0;
    const texts = await executeTexts(this.#state, operation, variables, { caller }, silentLog);
    expect({ query, variables, answer: texts }).toEqual({ query, variables, answer: data });
    expect(this.#asked.splice(0).sort()).toEqual(askedForData);
    if (!this.#parsed && askedForData.length) this.copied++;
    if (!this.#parsed && askedForData.length > 1) this.joined++;
    this.compared++;
    return true;
  }

  #withTexts(source: SubgraphSource, write: Writing): SubgraphSource {
    const writtenTo = async (body: string, rest: readonly unknown[]) => {
      const operation = JSON.parse(Buffer.from(body, 'latin1').toString('utf8'));
      const result = await source.execute(operation, ...(rest as [Caller]));
      return Buffer.from(write(JSON.stringify(result), `${source.name} ${body}`));
    };
    const read = (written: Buffer) => {
      this.#parsed++;
      const result = wellFormedResult(parseIsomorphic(written), undefined);
      if (!result) throw new Error('no result');
      return result;
    };
    return {
      ...source,
      executeIsomorphic: async (operation, ...rest) => read(await writtenTo(isomorphicBody(operation), rest)),
      executeText: async (body, _entities, ...rest) => {
        const written = await writtenTo(body, rest);
        return { text: plainText(written), result: () => read(written) };
      },
    };
  }
}

/** Writes what JSON allows, and JSON.stringify does not do. */
const otherwise: Writing = (json, asked) => {
  const ways: readonly ((text: string) => string)[] = [
    (text) => `${text}\n`,
    (text) => text.replaceAll(',', ', '),
    (text) => text.replaceAll('text', '\\u0074ext'),
    (text) => text.replace(/:(\d+)([,}\]])/g, ':$1.0$2'),
    (text) => text.replace(/:(\d+)([,}\]])/g, ':$1e0$2'),
    (text) => text.replace(/"(\w+)":("[^"]*"),"(\w+)":("[^"]*")/g, '"$3":$4,"$1":$2'),
    (text) => text.replace(/^\{/, '{"extensions":{"took":1},'),
    (text) => text.replace(/\}$/, ',"extensions":{"took":1}}'),
    (text) => text.replace(/"(\w+)":("[^"]*")/g, '"$1":"first","$1":$2'),
  ];
  return ways[chanceOf(asked, ways.length)]!(json);
};

/** Writes one character too few, too many, or another: mostly what is no JSON, or no answer. */
const broken: Writing = (json, asked) => {
  const place = chanceOf(asked, json.length);
  const other = ',:{}[]"\\01-.e \ntnf~'.charAt(chanceOf(`other ${asked}`, 20));
  const kept = place + chanceOf(`kept ${asked}`, 2);
  return json.slice(0, place) + (chanceOf(`none ${asked}`, 3) ? other : '') + json.slice(kept);
};

const well: Varied = { isFailing: false, areFound: true };

describe('operations on texts', () => {
  it('are answered as on data, and ask the same of the subgraphs', async () => {
    const comparison = new TextComparison(well);
    await comparison.run(shareOf(2_000), 3);
    expect(comparison.copied).toBeGreaterThan(shareOf(400));
    expect(comparison.joined).toBeGreaterThan(shareOf(200));
  }, 600_000);

  it('are answered as on data where subgraphs fail, and where they write otherwise', async () => {
    const failing = new TextComparison();
    await failing.run(shareOf(800), 4);
    const written = new TextComparison(well, otherwise);
    await written.run(shareOf(800), 5);
    expect(Math.min(failing.copied, written.copied)).toBeGreaterThan(shareOf(40));
    expect(written.joined).toBeGreaterThan(shareOf(2));
  }, 600_000);

  it('are answered as on data where a character is wrong', async () => {
    const comparison = new TextComparison(well, broken);
    await comparison.run(shareOf(2_000), 7);
    expect(comparison.copied).toBeGreaterThan(shareOf(20));
  }, 600_000);

  it('are answered as on data whatever is asked', async () => {
    const comparison = new TextComparison();
    await comparison.run(shareOf(600), 6, false);
  }, 600_000);
});
