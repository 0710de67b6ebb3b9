import type { SessionMarker } from './session-marker.ts';

/** How a refresh ended; `unreachable` says nothing about the session. */
export type RefreshOutcome = 'renewed' | 'ended' | 'unreachable';

/** The server's answer to a refresh. */
export type RefreshAnswer =
  | { kind: 'renewed'; expiresAt: string }
  | { kind: 'ended' }
  | { kind: 'unreachable' };

/** What a refresh needs. `exclusively` runs one task at a time over all tabs of the browser. */
export interface RefreshMeans {
  marker: SessionMarker;
  send(): Promise<RefreshAnswer>;
  exclusively<Result>(task: () => Promise<Result>): Promise<Result>;
  onEnded(): void;
}

function answerOfOtherTab(expiresAt: string | null): RefreshAnswer {
  return expiresAt === null ? { kind: 'ended' } : { kind: 'renewed', expiresAt };
}

/**
 * Makes the function that renews the session by its cookie. A refresh token works once, and a second use ends
 * the whole family; so calls share one request, and a tab that waited takes over what another tab renewed.
 */
export function createSessionRefresh(means: RefreshMeans): () => Promise<RefreshOutcome> {
  let running: Promise<RefreshOutcome> | null = null;

  const refresh = async (): Promise<RefreshOutcome> => {
    const before = means.marker.read();
    return means.exclusively(async () => {
      const now = means.marker.read();
      const answer = now === before ? await means.send() : answerOfOtherTab(now);
      if (answer.kind === 'renewed') means.marker.write(answer.expiresAt);
      if (answer.kind === 'ended') {
        means.marker.clear();
        means.onEnded();
      }
      return answer.kind;
    });
  };

  return () => {
    running ??= refresh().finally(() => {
      running = null;
    });
    return running;
  };
}
