import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../operations/request-context.js';

/**
 * Answers a well-formed request with 200 where the client asks for `application/json`, whatever is wrong with its document
 * or variables (GraphQL over HTTP, section 6.4.1): a 4xx of that type may come from any proxy, and clients do not read
 * its body. Under `application/graphql-response+json` it stays 400.
 */
export const responseStatus: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ contextValue, request, response }) {
        // A request without a document is none of GraphQL's.
        if (!request.query) return;
        if (contextValue.mediaType === 'application/json' && response.http.status === 400) {
          response.http.status = 200;
        }
      },
    };
  },
};
