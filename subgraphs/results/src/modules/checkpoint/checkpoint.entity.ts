import { defineEntity, p } from '@mikro-orm/core';

const checkpointSchema = defineEntity({
  name: 'Checkpoint',
  tableName: 'checkpoint',
  properties: {
    id: p.uuid().primary(),
    code: p.text(),
    name: p.text(),
    jurisdiction: p.text(),
    /** The code of the set of rules that it goes by; null for the default. */
    ruleSet: p.text().nullable(),
    createdAt: p.datetime(),
  },
});

/** A place where certificates are checked. */
export class Checkpoint extends checkpointSchema.class {}
checkpointSchema.setClass(Checkpoint);

export const checkpointEntities = [checkpointSchema];
