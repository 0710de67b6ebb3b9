import { type Operation, operationFromDocument, type Schema } from '@apollo/federation-internals';
import type { PlanNode } from '@apollo/query-planner';
import { type DocumentNode, type GraphQLError, Kind, visit } from 'graphql';
import { textOf } from '../sources/isomorphic.js';
import type { PlannedOperation, SupergraphState } from '../supergraph/supergraph-state.js';
import { compilePlan } from './compile-plan.js';
import { compileCopying } from './copying/compile-copying.js';
import { type AskText, CopiedOperation } from './copying/copied-operation.js';
import type { PlanRun, PlanStep, Variables } from './plan-run.js';
import { own, type ResponseData } from './response-data.js';
import { Shape, UnshapableError } from './shape.js';
import { compileShape, type ShapeResponse, UnfitDataError } from './shape-response.js';
import { shapeUnfitResponse } from './shape-unfit-response.js';

/** What an operation is answered with, in the form of Apollo's executor. */
export interface OperationResult {
  readonly data?: ResponseData | null;
  readonly errors?: readonly Error[];
  /** What did not fit the schema although no subgraph told an error. */
  readonly extensions?: { readonly valueCompletion: readonly GraphQLError[] };
}

type Ask = PlanRun['ask'];

/** An operation whose fetches and whose response are worked out as far as they can be without variables. */
export class CompiledOperation {
  readonly #schema: Schema;
  readonly #fetch: PlanStep;
  readonly #shape: Shape;
  readonly #shapeResponse: ShapeResponse;
  readonly #defaults: Variables;
  /** The variables that decide what is fetched or answered. */
  readonly #deciding: readonly string[];
  readonly #copied: CopiedOperation | undefined;

  private constructor(
    state: SupergraphState,
    operation: Operation,
    fetch: PlanStep,
    document: DocumentNode,
    node: PlanNode | undefined,
  ) {
    this.#schema = state.apiSchema;
    this.#fetch = fetch;
    const root = state.apiSchema.schemaDefinition.rootType(operation.rootKind)!;
    this.#shape = new Shape(state.apiSchema, operation.selectionSet, root);
    this.#shapeResponse = compileShape(state.apiSchema, this.#shape);
    this.#defaults = operation.collectDefaultedVariableValues() as Variables;
    this.#deciding = decidingVariables(document);
    const copying = state.givesTexts ? compileCopying(state.apiSchema, node, this.#shape, root) : undefined;
    this.#copied = copying && new CopiedOperation(copying);
  }

  /** Undefined where the operation holds something that only the reference knows. */
  static compile(state: SupergraphState, planned: PlannedOperation): CompiledOperation | undefined {
    const { plan, context } = planned;
    if (plan.node?.kind === 'Subscription') return undefined;
    const node = plan.node as PlanNode | undefined;
    const fetch = compilePlan(state.supergraphSchema, context, plan);
    if (!fetch) return undefined;
    try {
      const definitions = [context.operation, ...Object.values(context.fragments)];
      const document: DocumentNode = { kind: Kind.DOCUMENT, definitions };
      const operation = operationFromDocument(state.apiSchema, document, { validate: false });
      return new CompiledOperation(state, operation, fetch, document, node);
    } catch (error) {
      if (error instanceof UnshapableError) return undefined;
      throw error;
    }
  }

  /** Whether these variables decide by true or false alone, as a condition must. */
  canDecide(variables: Variables): boolean {
    return this.#deciding.every((name) => typeof this.#valueOf(variables, name) === 'boolean');
  }

  /** Executes it on what `ask` answers. */
  async execute(variables: Variables, ask: Ask): Promise<OperationResult> {
    return this.#resultOf(await this.#fetched(variables, ask, false));
  }

  /**
   * Executes it on what `ask` answers in isomorphic strings (sources/isomorphic.ts). Where there is nothing to tell but data, their
   * JSON, isomorphic too; otherwise a result of plain strings.
   */
  async executeIsomorphic(variables: Variables, ask: Ask): Promise<string | OperationResult> {
    const run = await this.#fetched(variables, ask, true);
    if (!run.errors.length) {
      try {
        return JSON.stringify({ data: this.#shapeResponse(run.data, run.isTrue) });
      } catch (error) {
        if (!(error instanceof UnfitDataError)) throw error;
      }
    }
    return this.#resultOf({ ...run, data: textOf(run.data) });
  }

  /**
   * Executes it on texts (copied-operation.ts), as far as that goes. Undefined where it does not: `executeIsomorphic` does then, and
   * is given what was answered already.
   */
  async executeText(variables: Variables, ask: AskText): Promise<string | undefined> {
    return this.#copied?.execute(variables, ask);
  }

  async #fetched(variables: Variables, ask: Ask, isIsomorphic: boolean): Promise<PlanRun> {
    const data: ResponseData = {};
    const isTrue = (name: string) => this.#valueOf(variables, name) === true;
    const run: PlanRun = { variables, isIsomorphic, ask, data, errors: [], isTrue };
    await this.#fetch(run, data);
    return run;
  }

  #resultOf({ data, errors, isTrue }: PlanRun): OperationResult {
    const shaped = this.#shaped(data, isTrue);
    if (errors.length) return { data: shaped.data, errors };
    if (!shaped.errors.length) return { data: shaped.data };
    return { data: shaped.data, extensions: { valueCompletion: shaped.errors } };
  }

  #shaped(data: ResponseData, isTrue: PlanRun['isTrue']) {
    try {
      return { data: this.#shapeResponse(data, isTrue), errors: [] };
    } catch (error) {
      if (!(error instanceof UnfitDataError)) throw error;
      return shapeUnfitResponse(this.#schema, this.#shape, data, isTrue);
    }
  }

  #valueOf(variables: Variables, name: string): unknown {
    const given = own(variables as ResponseData, name);
    return given === undefined ? this.#defaults[name] : given;
  }
}

/** The variables of `@skip` and `@include`. */
function decidingVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: [argument] = [] }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      if (argument?.value.kind === Kind.VARIABLE) names.add(argument.value.name.value);
    },
  });
  return [...names];
}
