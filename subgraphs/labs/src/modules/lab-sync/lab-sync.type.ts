import { DateTime } from '@ketqua/platform';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type LabOnBoard, LabSyncStatus } from '../laboratory/laboratory.entity.js';

registerEnumType(LabSyncStatus, {
  name: 'LabSyncStatus',
  description: 'How a laboratory keeps up with its sync: counted in its own periods and its own open hours.',
  valuesConfig: {
    ON_TIME: { description: 'It was heard of within its period of open time.' },
    LATE: { description: 'More than one period of open time ago.' },
    SILENT: { description: 'More than three periods of open time ago.' },
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

  /** Whose it is: what is counted on demand is asked by it. */
  labId!: string;

  /** What the board says of a laboratory. */
  static of({ id, syncStatus, lastSyncedAt, dueAt, resultsLastHour }: LabOnBoard): LabSync {
    const told = { status: syncStatus, lastSyncedAt: lastSyncedAt ?? null, dueAt, resultsLastHour };
    return Object.assign(new LabSync(), told, { labId: id });
  }
}
