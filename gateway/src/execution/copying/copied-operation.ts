import type { FetchNode } from '@apollo/query-planner';
import { isomorphicOf } from '../../sources/isomorphic.js';
import type { Variables } from '../plan-run.js';
import { own, type ResponseData } from '../response-data.js';
import type { CopiedEntities, CopyingPlan } from './compile-copying.js';
import { CopiedResponse } from './copied-response.js';
import { misfit } from './text-scans.js';

/**
 * Asks a subgraph for a body's answer, for so many entities where it asks for some. Undefined where that is not plain: what it is
 * then is known to whoever asks again, and the subgraph is not.
 */
export type AskText = (serviceName: string, body: string, entities?: number) => Promise<string | undefined>;

/** An operation whose response is put together of the texts that subgraphs answer: nothing is parsed, nothing is written anew. */
export class CopiedOperation {
  readonly #body: BodyOf;
  readonly #bodies: readonly BodyOf[];

  constructor(private readonly plan: CopyingPlan) {
    this.#body = compileBody(plan.root);
    this.#bodies = plan.entities.map(({ fetch }) => compileBody(fetch));
  }

  /** The response as isomorphic JSON; undefined where something is otherwise than it nearly always is. */
  async execute(variables: Variables, ask: AskText): Promise<string | undefined> {
    const { root, copying, entities, steps } = this.plan;
    const text = await ask(root.serviceName, this.#body(variables));
    if (!text?.startsWith(before)) return undefined;
    if ('scan' in copying) return isEnd(text, copying.scan(text, before.length), '}') ? text : undefined;
    const response = new CopiedResponse(text, entities.length);
    response.write(before);
    if (!isEnd(text, copying.copy(response, before.length), '}')) return undefined;
    response.write('}');
    for (const step of steps) {
      const areFilled = await Promise.all(step.map((index) => this.#fill(index, response, variables, ask)));
      if (areFilled.includes(false)) return undefined;
    }
    return response.toString();
  }

  async #fill(index: number, response: CopiedResponse, variables: Variables, ask: AskText): Promise<boolean> {
    const asked = response.entities[index]!;
    const { representations } = asked;
    if (!representations.length) return true;
    const entities = this.plan.entities[index]!;
    const body = this.#bodies[index]!(variables, representations);
    const text = await ask(entities.fetch.serviceName, body, representations.length);
    const pieces = text === undefined ? undefined : piecesIn(text, entities, representations.length);
    if (pieces) asked.fill(response, pieces);
    return pieces !== undefined;
  }
}

const before = '{"data":';
const beforeEntities = '{"data":{"_entities":[';

function isEnd(text: string, at: number, end: string): boolean {
  return at !== misfit && text.length === at + end.length && text.endsWith(end);
}

/** The pieces of each entity; undefined where they cannot be read. */
function piecesIn(text: string, { fields, pieces }: CopiedEntities, count: number): string[][] | undefined {
  if (!text.startsWith(beforeEntities)) return undefined;
  const begins = new Array<number>(fields.length);
  const ends = new Array<number>(fields.length);
  const found: string[][] = [];
  let at = beforeEntities.length;
  while (found.length < count) {
    if (found.length && text[at++] !== ',') return undefined;
    for (let index = 0; index < fields.length; index++) {
      const { head, scan } = fields[index]!;
      if (!text.startsWith(head, at)) return undefined;
      begins[index] = at + 1;
      at = scan(text, at + head.length);
      if (at < 0) return undefined;
      ends[index] = at;
    }
    if (text[at++] !== '}') return undefined;
    found.push(pieces.map(({ from, to }) => text.slice(begins[from], ends[to])));
  }
  return isEnd(text, at, ']}}') ? found : undefined;
}

type BodyOf = (variables: Variables, representations?: readonly string[]) => string;

/** Compiles what is sent, in isomorphic JSON: the text is the plan's, of the variables only those that it uses. */
function compileBody({ operation, operationName, variableUsages = [] }: FetchNode): BodyOf {
  const begin = `{"query":${JSON.stringify(isomorphicOf(operation))},"variables":`;
  const end = operationName ? `,"operationName":${JSON.stringify(operationName)}}` : '}';
  return (variables, representations) => {
    const used: ResponseData = {};
    for (const name of variableUsages) {
      const value = own(variables as ResponseData, name);
      if (value !== undefined) used[name] = isomorphicOf(value);
    }
    const json = JSON.stringify(used);
    if (!representations) return begin + json + end;
    const others = json === '{}' ? '{' : `${json.slice(0, -1)},`;
    return `${begin}${others}"representations":[${representations.join(',')}]}${end}`;
  };
}
