import { DateTime } from '@ketqua/platform';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { ResultHold } from './result-hold.entity.js';

export enum HoldModeType {
  AFTER_AUTHORITY_NOTICE = 'AFTER_AUTHORITY_NOTICE',
  IN_PERSON_ONLY = 'IN_PERSON_ONLY',
  WITHOUT_POLICY = 'WITHOUT_POLICY',
}
registerEnumType(HoldModeType, {
  name: 'HoldMode',
  description:
    'Why a settled result is not shown yet: the authority is notified first, somebody tells the person face to face, or no policy says what is to become of it.',
});

@ObjectType('ResultHold', {
  description: 'A settled result that its person may not see yet. Read by its lab and by ADMIN.',
})
export class ResultHoldType {
  @Field(() => HoldModeType)
  mode!: HoldModeType;
  @Field(() => DateTime)
  since!: Date;
  @Field(() => DateTime, {
    description:
      'AFTER_AUTHORITY_NOTICE: then it is released by itself, with an alarm. The others: then the alarm sounds, and again every day.',
  })
  until!: Date;
  @Field(() => Boolean)
  isOverdue!: boolean;
}

export function presentHold({ mode, since, until }: ResultHold): ResultHoldType {
  const isOverdue = until <= new Date();
  return Object.assign(new ResultHoldType(), { mode: mode as HoldModeType, since, until, isOverdue });
}
