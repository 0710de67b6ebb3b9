import { DateTime, UserError } from '@ketqua/platform';
import { Field, ID, InputType, ObjectType } from 'type-graphql';

@ObjectType({ description: 'When an officer stands at a checkpoint. Read by ADMIN.' })
export class Shift {
  @Field(() => ID)
  id!: string;
  @Field(() => ID, { description: "The officer's account." })
  officerId!: string;
  @Field(() => DateTime)
  beginsAt!: Date;
  @Field(() => DateTime)
  endsAt!: Date;
}

@InputType()
export class ShiftTimesInput {
  @Field(() => DateTime)
  beginsAt!: Date;
  @Field(() => DateTime, { description: 'At most 24 hours later.' })
  endsAt!: Date;
}

@InputType()
export class PlanShiftsInput {
  @Field(() => ID)
  checkpointId!: string;
  @Field(() => ID, { description: "The officer's account: `Checkpoint.officers`." })
  officerId!: string;
  @Field(() => [ShiftTimesInput], {
    description:
      'From now on, in place of those planned before; at most 200. None: they may stand there at any time.',
  })
  shifts!: ShiftTimesInput[];
}

@ObjectType({ description: "An officer's shifts at a checkpoint that are not over. Read by ADMIN." })
export class ShiftPlan {
  @Field(() => [Shift])
  shifts!: Shift[];
}

@ObjectType({ implements: UserError, description: 'A shift is no time, or too long; `path` names it.' })
export class InvalidShiftError extends UserError {
  override code = 'INVALID_SHIFT';
  @Field(() => [String])
  path!: string[];
}
