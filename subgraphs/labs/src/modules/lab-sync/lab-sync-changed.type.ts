import { DateTime } from '@ketqua/platform';
import { Field, ID, ObjectType } from 'type-graphql';
import { Lab } from '../laboratory/lab.type.js';
import { LabSyncStatus } from '../laboratory/laboratory.entity.js';

@ObjectType({
  description:
    'A laboratory turned late or silent, or is back. Read by an ADMIN and by the laboratory itself.',
})
export class LabSyncChangedEvent {
  @Field(() => ID, { description: 'Stable: the same change has the same id, however often it is told.' })
  id!: string;

  @Field(() => String, { description: 'For `after`: the stream resumes behind this event.' })
  cursor!: string;

  @Field(() => Lab, { description: 'As it is now: more may have changed since.' })
  lab!: Lab;

  @Field(() => LabSyncStatus)
  previousStatus!: LabSyncStatus;

  @Field(() => LabSyncStatus)
  status!: LabSyncStatus;

  @Field(() => DateTime, {
    description: 'When it changed: the deadline that passed, or the moment at which it was heard of.',
  })
  changedAt!: Date;
}
