/** Where operations go: always the page's own origin. */
export const httpEndpoint = '/graphql';

/** The socket on the page's own origin, encrypted wherever the page is. */
export function socketEndpoint(location: { protocol: string; host: string }): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`;
}
