import { defineEntity, p } from '@mikro-orm/core';
import type { ChangedBy } from '../test-result/test-result.vocabulary.js';

const recallSchema = defineEntity({
  name: 'Recall',
  tableName: 'recall',
  properties: {
    id: p.uuid().primary(),
    /** Null for every lab. */
    labId: p.uuid().nullable(),
    runId: p.text().nullable(),
    instrument: p.text().nullable(),
    kitLot: p.text().nullable(),
    resultedFrom: p.datetime().nullable(),
    resultedTo: p.datetime().nullable(),
    reason: p.text(),
    recalledBy: p.text().$type<ChangedBy>(),
    state: p.text().$type<'PROCESSING' | 'COMPLETE'>(),
    matched: p.integer(),
    withdrawn: p.integer(),
    qrTokensRevoked: p.integer(),
    startedAt: p.datetime(),
    completedAt: p.datetime().nullable(),
  },
});

/** The recall of a run. Written by `recallResults` and its keeper, read here. */
export class Recall extends recallSchema.class {}
recallSchema.setClass(Recall);

export const recallEntities = [recallSchema];
