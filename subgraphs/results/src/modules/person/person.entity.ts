import { SealedText } from '@ketqua/platform';
import { defineEntity, p } from '@mikro-orm/core';
import { keyRing } from '../../key-ring.js';
import type { Proof, SuspensionReason } from '../claim/claims.js';

const personSchema = defineEntity({
  name: 'Person',
  tableName: 'person',
  properties: {
    id: p.uuid().primary(),
    fullName: p.type(new SealedText(keyRing, 'person.full_name')).$type<string>(),
    dateOfBirth: p.type(new SealedText(keyRing, 'person.date_of_birth')).$type<string>(),
    sex: p.text(),
    nationalIdLast4: p.type(new SealedText(keyRing, 'person.national_id_last4')).$type<string>().nullable(),
    failedClaims: p.integer(),
  },
});

/** Whoever the results of one identity belong to. Not a GraphQL type: every column is sealed. */
export class Person extends personSchema.class {}
personSchema.setClass(Person);

const claimSchema = defineEntity({
  name: 'Claim',
  tableName: 'claim',
  properties: {
    id: p.uuid().primary(),
    personId: p.uuid(),
    accountId: p.uuid(),
    phoneIndex: p.type('bytea').$type<Uint8Array>(),
    method: p.text().$type<Proof['method']>(),
    assurance: p.text().$type<Proof['assurance']>(),
    createdAt: p.datetime(),
    suspendedAt: p.datetime().nullable(),
    suspendedReason: p.text().$type<SuspensionReason>().nullable(),
  },
});

/** That an account may see a person, and how it was proven. */
export class Claim extends claimSchema.class {}
claimSchema.setClass(Claim);

export const personEntities = [personSchema, claimSchema];
