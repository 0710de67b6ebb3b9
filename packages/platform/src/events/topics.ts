import type { NewEvent } from './event.js';

/**
 * What the subgraphs tell each other: the topics of the event log and their payloads. Identifiers only; a phone
 * travels as its blind index (base64url), or sealed for the one who must dial it. Times are ISO 8601.
 */
export interface Topics {
  'lab.registered': { labId: string };
  /** A key is refused from now on, and what was issued for it. */
  'lab-key.revoked': { keyId: string; labId: string };
  /** A session is over: its access tokens are refused from now on. */
  'session.ended': { sessionId: string };
  /** A role was taken away: the account's access tokens of before are refused. */
  'account.roles-changed': { accountId: string };
  /** A lab reported these phones: texts to them are allowed. `sealedPhone` is base64 under the ring `phone-transit`. */
  'person.phone-reported': { phones: { phoneIndex: string; sealedPhone: string }[] };
  /** Something waits for whoever holds these phones; no more is said. */
  'person.notice-due': { phoneIndexes: string[] };
  /** A submission was stored: what the sync board counts. */
  'submission.received': { submissionId: string; labId: string; accepted: number; receivedAt: string };
  /** A result may be shown: released, corrected or withdrawn (`version` tells which state). */
  'test-result.released': {
    resultId: string;
    version: number;
    labId: string;
    personId: string;
    /** The blind indexes of every phone that this person was reported with. */
    phoneIndexes: string[];
  };
  /** A QR token was issued, revoked or superseded. */
  'qr-token.status-changed': { qrTokenId: string; personId: string };
  /** An officer checked a certificate. Nothing of the holder, the certificate or the outcome. */
  'verification.recorded': {
    verificationId: string;
    checkpointId: string;
    verdict: string;
    signature: string;
    status: string;
    isOffline: boolean;
    verifiedAt: string;
  };
}

export type Topic = keyof Topics;

/** Makes an event whose payload fits its topic. */
export function happened<Name extends Topic>(topic: Name, payload: Topics[Name]): NewEvent<Topics[Name]> {
  return { topic, payload };
}

/** Reads the payload of an event whose topic is known. */
export function payloadOf<Name extends Topic>(_topic: Name, event: { payload: object }): Topics[Name] {
  return event.payload as Topics[Name];
}
