import { DateTime, PageInfo } from '@ketqua/platform';
import { Field, ID, ObjectType } from 'type-graphql';
import { LabReference, TestResultType } from '../test-result/test-result.type.js';
import { AccessorKind, RecordAct } from './record-act.js';

@ObjectType({
  description:
    'That a record was opened: by which organisation, in what role, what for, and when. Never by whom by name. Read by whoever claimed the person.',
})
export class RecordAccess {
  @Field(() => ID)
  id!: string;
  @Field(() => DateTime, { description: 'The first time within the hour; what followed in it is the same.' })
  at!: Date;
  @Field(() => RecordAct)
  act!: RecordAct;
  @Field(() => AccessorKind)
  by!: AccessorKind;
  @Field(() => LabReference, {
    nullable: true,
    description: 'The laboratory; null for the authority and its help desk.',
  })
  lab!: LabReference | null;
  @Field(() => TestResultType, {
    nullable: true,
    description: 'Null where the person as such was looked up.',
  })
  result!: TestResultType | null;
}

@ObjectType()
export class RecordAccessEdge {
  @Field(() => String)
  cursor!: string;
  @Field(() => RecordAccess)
  node!: RecordAccess;
}

@ObjectType({ description: 'Who opened a record, newest first.' })
export class RecordAccessConnection {
  @Field(() => [RecordAccessEdge])
  edges!: RecordAccessEdge[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
