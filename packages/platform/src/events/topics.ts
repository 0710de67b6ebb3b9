import type { Locale } from '../viewer/viewer.js';
import type { NewEvent } from './event.js';

/**
 * What the subgraphs tell each other: the topics of the event log and their payloads. Identifiers only; a phone
 * travels as its blind index (base64url), or sealed for the one who must dial it. Times are ISO 8601.
 */
export interface Topics {
  /** There is such a laboratory: told when it is registered, and of every one anew each day. */
  'lab.registered': { labId: string };
  /** A laboratory turned late or silent, or is back: `changedAt` is when, by its deadlines. */
  'lab.sync-changed': { labId: string; previousStatus: string; status: string; changedAt: string };
  /** An ADMIN registered whom to text about a laboratory: `sealedPhone` is base64 under the ring `phone-transit`. */
  'lab.contact-registered': { labId: string; phoneIndex: string; sealedPhone: string };
  /** A laboratory's contact is to be told of its sync: `heardAt` is when it was last heard of, `timeZone` its own. */
  'lab.contact-due': {
    labId: string;
    phoneIndex: string;
    sealedPhone: string;
    labCode: string;
    status: 'ON_TIME' | 'LATE' | 'SILENT';
    heardAt: string;
    timeZone: string;
    locale: Locale;
  };
  /** A key is refused from now on, and what was issued for it. */
  'lab-key.revoked': { keyId: string; labId: string };
  /** A session is over: its access tokens are refused from now on. */
  'session.ended': { sessionId: string };
  /** A role was taken away: the account's access tokens of before are refused. */
  'account.roles-changed': { accountId: string };
  /** An account is closed: what it had opened is closed to it. */
  'account.ended': { accountId: string };
  /** Nobody has used an account for so long that its number may be another's by now. */
  'account.idle': { accountId: string };
  /** A lab reported these phones: texts to them are allowed. `sealedPhone` is base64 under the ring `phone-transit`. */
  'person.phone-reported': { phones: { phoneIndex: string; sealedPhone: string }[] };
  /** Its owner lost a phone: whoever is signed in with it is so no more. */
  'phone.lost': { phoneIndex: string };
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
    /**
     * Seconds from the collection of the specimen to this release, where it is the result's first (a release from
     * hold included); null for what was shown before: a correction or a withdrawal.
     */
    delaySeconds: number | null;
  };
  /** A result that is not released waits longer than it may; again every day while it does. */
  'result.hold-overdue': { resultId: string; mode: string; since: string };
  /** A dispute of a result was opened, answered or closed, or is overdue: nothing of what it says. */
  'dispute.changed': { disputeId: string; resultId: string; labId: string; accountId: string };
  /** A QR token was issued, revoked or superseded. `certificateHash` is SHA-256 of its UVCI, hex. */
  'qr-token.status-changed': {
    qrTokenId: string;
    personId: string;
    certificateHash: string;
    status: 'ACTIVE' | 'REVOKED' | 'SUPERSEDED';
  };
  /** An act of authority, for the audit log. `subject` names things by their identifiers, never a person by name. */
  'authority.acted': {
    act: string;
    actor: string;
    at: string;
    subject: Record<string, string | number | boolean | null>;
  };
  /** Keys, rules or value sets of the trust bundle changed: verifiers that are online load it at once. */
  'trust-bundle.changed': { version: number };
  /** An officer checked a certificate. Nothing of the holder, the certificate or the outcome. */
  'verification.recorded': {
    verificationId: string;
    checkpointId: string;
    verdict: string;
    signature: string;
    status: string;
    isOffline: boolean;
    /** What an officer can act on; absent in events of before there were any. */
    alarms?: string[];
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
