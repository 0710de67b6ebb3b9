import { defineEntity, p } from '@mikro-orm/core';
import type { HoldMode } from '../test-result/release-policy.js';

const resultHoldSchema = defineEntity({
  name: 'ResultHold',
  tableName: 'result_hold',
  properties: {
    resultId: p.uuid().primary(),
    mode: p.text().$type<HoldMode>(),
    since: p.datetime(),
    until: p.datetime(),
  },
});

/** That a settled result is not shown yet. Written in bulk with the results, by the database's clock; read here. */
export class ResultHold extends resultHoldSchema.class {}
resultHoldSchema.setClass(ResultHold);

export const releaseEntities = [resultHoldSchema];
