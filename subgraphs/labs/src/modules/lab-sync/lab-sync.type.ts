import { DateTime } from '@ketqua/platform';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type LabOnBoard, LabSyncStatus } from '../laboratory/laboratory.entity.js';

registerEnumType(LabSyncStatus, {
  name: 'LabSyncStatus',
  description: 'How a laboratory keeps up with its hourly sync.',
  valuesConfig: {
    ON_TIME: { description: 'It was heard of within its period.' },
    LATE: { description: 'More than one period ago.' },
    SILENT: { description: 'More than three periods ago.' },
  },
});

@ObjectType({ description: 'How a laboratory keeps up. Read by an ADMIN and by the laboratory itself.' })
export class LabSync {
  @Field(() => LabSyncStatus)
  status!: LabSyncStatus;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it last submitted, or reported that there was nothing to submit.',
  })
  lastSyncedAt!: Date | null;

  @Field(() => DateTime, { description: 'When it is to be heard of at the latest.' })
  dueAt!: Date;

  @Field(() => Int, { description: 'Results accepted in the last 60 minutes.' })
  resultsLastHour!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds from result to submission, the median; null while unknown.',
  })
  medianDelay!: number | null;

  /** What the board says of a laboratory. */
  static of({ syncStatus, lastSyncedAt, dueAt, resultsLastHour }: LabOnBoard): LabSync {
    const told = { status: syncStatus, lastSyncedAt: lastSyncedAt ?? null, dueAt, resultsLastHour };
    return Object.assign(new LabSync(), told, { medianDelay: null });
  }
}
