import type { Logger } from '@ketqua/platform';

/** What Apollo's packages say goes to the log at level `debug`: their texts may quote what a client sent. */
export function apolloLogger(log: Logger) {
  const quietly = (message?: unknown) => log.debug(String(message));
  return {
    debug: () => undefined,
    info: quietly,
    warn: quietly,
    error(message?: unknown) {
      log.error('Apollo reported an error');
      quietly(message);
    },
  };
}
