import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../operations/request-context.js';
import { refuseCostly } from './operation-cost.js';

/** Refuses what costs too much with the variables at hand; a remembered document is judged anew each time. */
export const costLimit: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ document, operation, request, schema }) {
        if (operation) refuseCostly(document, operation, request.variables, schema);
      },
    };
  },
};
