import { defineEntity, p } from '@mikro-orm/core';
import type { VerificationAlarm } from './alarms.js';

const verificationSchema = defineEntity({
  name: 'Verification',
  tableName: 'verification',
  properties: {
    id: p.uuid().primary(),
    checkpointId: p.uuid(),
    verdict: p.text().$type<'PASS' | 'FAIL' | 'UNKNOWN'>(),
    signature: p.text().$type<'VALID' | 'INVALID' | 'UNTRUSTED_ISSUER'>(),
    status: p.text(),
    reasons: p.json().$type<readonly string[]>(),
    isOffline: p.boolean(),
    verifiedAt: p.datetime(),
    /** Under the random key of that place and day: shows a replay there, links nothing elsewhere. */
    pseudonym: p.type('bytea').$type<Uint8Array>().nullable(),
    /** The country that a forged text claims; null for what anybody issued, trusted or not. */
    claimedIssuer: p.text().nullable(),
    alarms: p.type('text[]').$type<VerificationAlarm[]>(),
    /** The transaction that wrote it, and its one event; the database fills it in. */
    txid: p.type('xid8').$type<string>().nullable(),
  },
});

/** That a certificate was checked at a place. Nothing of the holder, the certificate or its outcome; kept 72 hours. */
export class Verification extends verificationSchema.class {}
verificationSchema.setClass(Verification);

export const verificationEntities = [verificationSchema];
