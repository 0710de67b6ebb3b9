import { DateTime, PageInfo } from '@ketqua/platform';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { LabReference, RunType } from '../test-result/test-result.type.js';
import type { Recall } from './recall.entity.js';

export enum RecallState {
  PROCESSING = 'PROCESSING',
  COMPLETE = 'COMPLETE',
}
registerEnumType(RecallState, {
  name: 'RecallState',
  description: 'Whether results of it are still being withdrawn.',
});

@ObjectType('Recall', {
  description: 'The withdrawal of a whole run. Read by the lab whose results it takes back, and by ADMIN.',
})
export class RecallType {
  @Field(() => ID)
  id!: string;
  @Field(() => LabReference, { nullable: true, description: 'Null for every lab.' })
  lab!: LabReference | null;
  @Field(() => RunType, { description: 'What the results were taken by.' })
  run!: RunType;
  @Field(() => DateTime, { nullable: true })
  resultedFrom!: Date | null;
  @Field(() => DateTime, { nullable: true })
  resultedTo!: Date | null;
  @Field(() => RecallState)
  state!: RecallState;
  @Field(() => Int, {
    description: 'Results that it was found to concern; those withdrawn before are not counted.',
  })
  matched!: number;
  @Field(() => Int, { description: 'Of these, withdrawn so far.' })
  withdrawn!: number;
  @Field(() => Int)
  qrTokensRevoked!: number;
  @Field(() => String)
  reason!: string;
  @Field(() => DateTime)
  startedAt!: Date;
  @Field(() => DateTime, { nullable: true })
  completedAt!: Date | null;
}

@ObjectType()
export class RecallEdge {
  @Field(() => String)
  cursor!: string;
  @Field(() => RecallType)
  node!: RecallType;
}

@ObjectType({ description: 'Recalls, newest first.' })
export class RecallConnection {
  @Field(() => [RecallEdge])
  edges!: RecallEdge[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

export function presentRecall(recall: Recall): RecallType {
  const { id, labId, runId, instrument, kitLot, resultedFrom, resultedTo, state } = recall;
  const { matched, withdrawn, qrTokensRevoked, reason, startedAt, completedAt } = recall;
  return Object.assign(new RecallType(), {
    ...{ id, resultedFrom, resultedTo, matched, withdrawn, qrTokensRevoked, reason, startedAt, completedAt },
    lab: labId ? { id: labId } : null,
    run: { id: runId ?? null, instrument: instrument ?? null, kitLot: kitLot ?? null },
    state: state as RecallState,
  });
}
