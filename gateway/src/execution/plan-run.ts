import type { FetchNode, ResponsePath } from '@apollo/query-planner';
import type { Operation } from '@ketqua/platform';
import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import type { ResponseData } from './response-data.js';
import type { TypesOnPath } from './wanted-types.js';

export type Variables = Readonly<Record<string, unknown>>;

/** One execution of a plan: what it is given, and what it has found so far. */
export interface PlanRun {
  readonly variables: Variables;
  /** Whether subgraphs are asked, and answer, in isomorphic strings (sources/isomorphic.ts). */
  readonly isIsomorphic: boolean;
  /** Asks a subgraph; what it cannot answer comes back as errors. @throws Error where there is no such subgraph. */
  ask(serviceName: string, operation: Operation): Promise<FormattedExecutionResult>;
  readonly data: ResponseData;
  readonly errors: Error[];
  /** Whether the variable that decides on a part of the plan is true. */
  isTrue(variable: string): boolean;
}

/** Executes a part of a plan on everything that stands at its path. */
export type PlanStep = (run: PlanRun, at: unknown) => Promise<void>;

/** Where in a response a node of a plan works. */
export interface PlanScope {
  readonly schema: GraphQLSchema;
  readonly path: ResponsePath;
  /** The types below which fetches are wanted, of those that are not wanted below any. */
  readonly wanted: ReadonlyMap<FetchNode, readonly TypesOnPath[]>;
}
