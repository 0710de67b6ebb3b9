export { type Gateway, type GatewayParts, openGateway } from './gateway.js';
export type { GatewaySettings } from './gateway-settings.js';
export { fixedSources } from './sources/fixed-sources.js';
export { inProcessSource } from './sources/in-process-source.js';
export { type RemoteSubgraph, remoteSource } from './sources/remote-source.js';
export {
  type StreamResult,
  type SubgraphSource,
  SubgraphUnavailableError,
} from './sources/subgraph-source.js';
