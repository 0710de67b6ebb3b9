import { GraphQLError } from 'graphql';
import { type AskedDocument, operationIn } from '../operations/operation-in.js';

/** What an operation is refused with that no plan answers rightly. */
export function notPlannable(asked: AskedDocument, message: string): GraphQLError {
  const { definition } = operationIn(asked);
  return new GraphQLError(message, {
    nodes: definition,
    extensions: { code: 'OPERATION_NOT_PLANNABLE' },
  });
}
