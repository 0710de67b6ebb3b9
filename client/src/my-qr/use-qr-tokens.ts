import { useState } from 'react';
import { serverNow } from '../network/server-clock.ts';
import type { IssueQrTokenMutation } from '../schema/operations.ts';

/** A signed QR code of one result. */
export type QrToken = Extract<IssueQrTokenMutation['issueQrToken'], { __typename: 'QrToken' }>;

/** The codes issued while the page is open, by result and version, so that opening one again issues none. */
export interface QrTokens {
  find(result: { id: string; version: number }): QrToken | null;
  keep(result: { id: string; version: number }, token: QrToken): void;
  /** Another one is to be issued in place of the one that was. */
  forget(result: { id: string; version: number }): void;
}

/** Keeps issued codes in memory. */
export function useQrTokens(): QrTokens {
  const [kept] = useState(() => new Map<string, QrToken>());
  const [tokens] = useState<QrTokens>(() => ({
    find: ({ id, version }) => {
      const token = kept.get(`${id}/${version}`);
      return token && Date.parse(token.expiresAt) > serverNow() ? token : null;
    },
    keep: ({ id, version }, token) => void kept.set(`${id}/${version}`, token),
    forget: ({ id, version }) => void kept.delete(`${id}/${version}`),
  }));
  return tokens;
}
