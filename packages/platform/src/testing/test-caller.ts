import { randomUUID } from 'node:crypto';
import { type AccountViewer, anonymous, type Caller, type Viewer } from '../viewer/viewer.js';

/** A signed-in account for a test; what it does not name is harmless. */
export function accountViewer(given: Partial<AccountViewer> = {}): AccountViewer {
  return {
    kind: 'account',
    accountId: randomUUID(),
    sessionId: randomUUID(),
    deviceId: randomUUID(),
    roles: ['CITIZEN'],
    phoneIndex: '',
    labId: null,
    checkpointIds: [],
    codeVerifiedAt: Math.floor(Date.now() / 1000),
    ...given,
  };
}

/** What the gateway would vouch for. */
export function callerOf(viewer: Viewer = anonymous): Caller {
  return { viewer, locale: 'en', address: '127.0.0.1', requestId: randomUUID() };
}
