import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Logger } from '@ketqua/platform';
import { sessionCookies } from './authentication/session-cookies.js';
import { formatError } from './errors/format-error.js';
import type { GatewaySettings } from './gateway-settings.js';
import { costLimit } from './limits/cost-limit.js';
import { limitRules } from './limits/limit-rules.js';
import { limits } from './limits/limits.js';
import { apolloLogger } from './observation/apollo-logger.js';
import { operationRequired } from './operations/operation-required.js';
import type { RequestContext } from './operations/request-context.js';
import { operationOutcome } from './operations/request-log.js';
import { SubgraphDataSource } from './sources/subgraph-data-source.js';
import type { SubgraphSource } from './sources/subgraph-source.js';

interface ServerParts {
  readonly supergraphSdl: string;
  readonly sources: readonly SubgraphSource[];
  readonly settings: GatewaySettings;
  readonly log: Logger;
}

/** Starts Apollo Server over Apollo's gateway: queries and mutations. */
export async function apolloServer(parts: ServerParts): Promise<ApolloServer<RequestContext>> {
  const { supergraphSdl, sources, settings, log } = parts;
  const logger = apolloLogger(log);
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger,
    buildService({ name }) {
      const source = sources.find((candidate) => candidate.name === name);
      if (!source) throw new Error(`The supergraph names the subgraph ${name}, which has no source`);
      return new SubgraphDataSource(source, log);
    },
  });
  const server = new ApolloServer<RequestContext>({
    gateway,
    logger,
    introspection: settings.introspection,
    hideSchemaDetailsFromClientErrors: !settings.introspection,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: limitRules,
    formatError: (formatted, error) => formatError(formatted, error, log),
    plugins: [
      operationRequired,
      costLimit,
      operationOutcome,
      sessionCookies(settings.isProduction),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return server;
}
