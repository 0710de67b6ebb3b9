import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { compileFetch } from './compile-fetch.js';
import type { PlanScope, PlanStep } from './plan-run.js';
import { objectsOfTypes, valuesAt } from './response-path.js';
import { type Asked, wantedTypes } from './wanted-types.js';

const nothing: PlanStep = async () => undefined;

/** Compiles the plan of an operation; undefined where it holds what is not known here. */
export function compilePlan(schema: GraphQLSchema, asked: Asked, plan: QueryPlan): PlanStep | undefined {
  const { node } = plan;
  if (node?.kind === 'Subscription') return undefined;
  return node ? compileNode({ schema, path: [], wanted: wantedTypes(schema, asked, plan) }, node) : nothing;
}

function compileNode(scope: PlanScope, node: PlanNode): PlanStep | undefined {
  switch (node.kind) {
    case 'Fetch':
      return compileFetch(scope, node);
    case 'Sequence':
      return inSequence(node.nodes.map((child) => compileNode(scope, child)));
    case 'Parallel':
      return inParallel(node.nodes.map((child) => compileNode(scope, child)));
    case 'Flatten': {
      const { path } = node;
      const inner = compileNode({ ...scope, path: [...scope.path, ...path] }, node.node);
      const types = node.node.kind === 'Fetch' ? scope.wanted.get(node.node) : undefined;
      const objectsAt = types
        ? objectsOfTypes(scope.schema, path, types)
        : (at: unknown) => valuesAt(at, path);
      return (
        inner &&
        (async (run, at) => {
          const found = placed(at, objectsAt);
          if (found) await inner(run, found);
        })
      );
    }
    case 'Condition': {
      const { condition } = node;
      const wanted = node.ifClause ? compileNode(scope, node.ifClause) : nothing;
      const unwanted = node.elseClause ? compileNode(scope, node.elseClause) : nothing;
      return wanted && unwanted && ((run, at) => (run.isTrue(condition) ? wanted : unwanted)(run, at));
    }
    default:
      return undefined;
  }
}

/** What stands at a path; nothing where an answer has another form: that is told when the response is shaped. */
function placed(at: unknown, objectsAt: (at: unknown) => unknown): unknown {
  try {
    return objectsAt(at);
  } catch {
    return undefined;
  }
}

function inSequence(steps: readonly (PlanStep | undefined)[]): PlanStep | undefined {
  if (!areAll(steps)) return undefined;
  return async (run, at) => {
    for (const step of steps) await step(run, at);
  };
}

function inParallel(steps: readonly (PlanStep | undefined)[]): PlanStep | undefined {
  if (!areAll(steps)) return undefined;
  return async (run, at) => {
    await Promise.all(steps.map((step) => step(run, at)));
  };
}

function areAll(steps: readonly (PlanStep | undefined)[]): steps is readonly PlanStep[] {
  return steps.every((step) => step !== undefined);
}
