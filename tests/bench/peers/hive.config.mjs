// Hive's gateway as its documentation has it subscribe to subgraphs: by graphql-transport-ws, at the address that it asks them at.
export const gatewayConfig = {
  transportEntries: { '*.http': { options: { subscriptions: { kind: 'ws' } } } },
};
