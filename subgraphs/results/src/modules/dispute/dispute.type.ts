import { DateTime, PageInfo } from '@ketqua/platform';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { LabReference, TestResultType } from '../test-result/test-result.type.js';
import { DisputeKind, DisputeParty, DisputeState, DisputeStepKind } from './dispute-state.js';

@ObjectType({ description: 'What happened in the course of a dispute, by which organisation.' })
export class DisputeStep {
  @Field(() => DisputeStepKind)
  step!: DisputeStepKind;
  @Field(() => DateTime)
  at!: Date;
  @Field(() => DisputeParty, { nullable: true, description: 'Null where a deadline passed.' })
  by!: DisputeParty | null;
  @Field(() => String, { nullable: true, description: 'What the laboratory or the authority said to it.' })
  note!: string | null;
}

@ObjectType('Dispute', {
  description:
    'What a citizen says is wrong with a result, and its course. Read by the account that opened it, while it may see the person; by LAB_STAFF of the laboratory and its keys that may read; by ADMIN.',
})
export class DisputeType {
  @Field(() => ID)
  id!: string;
  @Field(() => DisputeKind)
  kind!: DisputeKind;
  @Field(() => String, { description: 'In the words of the citizen; at most 1,000 characters. Plain text.' })
  statement!: string;
  @Field(() => DisputeState)
  state!: DisputeState;
  @Field(() => DateTime)
  openedAt!: Date;
  @Field(() => DateTime, {
    nullable: true,
    description: 'By when it must be answered; null once it is closed.',
  })
  dueAt!: Date | null;
  @Field(() => Boolean)
  isOverdue!: boolean;
  @Field(() => DateTime, { nullable: true })
  closedAt!: Date | null;
  @Field(() => Int, { description: 'The version of the result that is disputed.' })
  resultVersion!: number;
  @Field(() => Int, { nullable: true, description: 'The version that ended it, where it is RESOLVED.' })
  resolvedVersion!: number | null;
  @Field(() => [DisputeStep], { description: 'Its course, oldest first.' })
  steps!: DisputeStep[];
  @Field(() => LabReference, { nullable: true })
  lab!: LabReference;
  @Field(() => TestResultType, { nullable: true, description: 'Null where the reader may not see it.' })
  result!: TestResultType | null;
  @Field(() => Boolean)
  viewerCanAnswer!: boolean;
  @Field(() => Boolean)
  viewerCanWithdraw!: boolean;
}

@ObjectType()
export class DisputeEdge {
  @Field(() => String)
  cursor!: string;
  @Field(() => DisputeType)
  node!: DisputeType;
}

@ObjectType({ description: 'Disputes, newest first.' })
export class DisputeConnection {
  @Field(() => [DisputeEdge])
  edges!: DisputeEdge[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
