import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Logger } from '@ketqua/platform';
import type { GraphQLFormattedError } from 'graphql';
import { sessionCookies } from './authentication/session-cookies.js';
import { formatError } from './errors/format-error.js';
import type { GatewaySettings } from './gateway-settings.js';
import { responseStatus } from './http/response-status.js';
import { costLimit } from './limits/cost-limit.js';
import { limitRules } from './limits/limit-rules.js';
import { limits } from './limits/limits.js';
import { apolloLogger } from './observation/apollo-logger.js';
import { operationRequired } from './operations/operation-required.js';
import type { RequestContext } from './operations/request-context.js';
import { operationOutcome } from './operations/request-log.js';
import { LabGateway } from './supergraph/lab-gateway.js';
import type { Supergraphs } from './supergraph/supergraphs.js';

interface ServerParts {
  readonly supergraphs: Supergraphs;
  readonly settings: GatewaySettings;
  readonly log: Logger;
}

/** Starts Apollo Server over the supergraph in force: queries and mutations. */
export async function apolloServer(parts: ServerParts): Promise<ApolloServer<RequestContext>> {
  const { supergraphs, settings, log } = parts;
  const server = new ApolloServer<RequestContext>({
    gateway: new LabGateway(supergraphs, settings.execution ?? 'compiled', log),
    logger: apolloLogger(log),
    introspection: settings.introspection,
    hideSchemaDetailsFromClientErrors: !settings.introspection,
    includeStacktraceInErrorResponses: false,
    // Apollo Server would end each answer with a line's end: a copy of all of it.
    stringifyResult: (result) => JSON.stringify(result),
    persistedQueries: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    ...(settings.isGuarded && {
      parseOptions: { maxTokens: limits.tokens },
      validationRules: limitRules,
      validationOptions: { maxErrors: limits.validationErrors },
      formatError: (formatted: GraphQLFormattedError, error: unknown) => formatError(formatted, error, log),
    }),
    plugins: [
      operationRequired,
      ...(settings.isGuarded ? [costLimit] : []),
      operationOutcome,
      responseStatus,
      sessionCookies(settings.isProduction),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return server;
}
