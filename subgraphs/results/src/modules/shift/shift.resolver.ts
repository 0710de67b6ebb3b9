import { DateTime, hasRole, NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { CheckpointType } from '../checkpoint/checkpoint.type.js';
import { standsAt } from '../checkpoint/readable-checkpoint.js';
import { dutyOfViewer } from './duty.js';
import { planShifts, shiftsAt } from './plan-shifts.service.js';
import { InvalidShiftError, PlanShiftsInput, Shift, ShiftPlan } from './shift.type.js';

const PlanShiftsResult = createUnionType({
  name: 'PlanShiftsResult',
  types: () => [ShiftPlan, InvalidShiftError, NotFoundError] as const,
});

@Resolver(() => CheckpointType)
export class ShiftResolver {
  @Permission('checkpoint.manage')
  @Mutation(() => PlanShiftsResult, {
    description:
      "Plans an officer's shifts at a checkpoint: outside them nothing opens there. Called by ADMIN.",
  })
  planShifts(
    @Ctx() context: ResultsContext,
    @Arg('input', () => PlanShiftsInput) input: PlanShiftsInput,
  ): Promise<typeof PlanShiftsResult> {
    return planShifts(context, input);
  }

  @FieldResolver(() => [Shift], {
    nullable: true,
    description: 'The shifts here that are not over. Null for everybody but ADMIN.',
  })
  async shifts(@Root() { id }: CheckpointType, @Ctx() context: ResultsContext): Promise<Shift[] | null> {
    return hasRole(context.viewer, 'ADMIN') ? shiftsAt(context, id) : null;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'Whether the viewer may verify here now. Null for whoever is no officer of it.',
  })
  async isOnDuty(@Root() { id }: CheckpointType, @Ctx() context: ResultsContext): Promise<boolean | null> {
    return standsAt(context, id) ? (await dutyOfViewer(context, id)).isOnDuty : null;
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description: "When the viewer's shift here ends; null where none is planned.",
  })
  async shiftEndsAt(@Root() { id }: CheckpointType, @Ctx() context: ResultsContext): Promise<Date | null> {
    return standsAt(context, id) ? (await dutyOfViewer(context, id)).endsAt : null;
  }

  @FieldResolver(() => DateTime, { nullable: true, description: "When the viewer's next shift here begins." })
  async nextShiftAt(@Root() { id }: CheckpointType, @Ctx() context: ResultsContext): Promise<Date | null> {
    return standsAt(context, id) ? (await dutyOfViewer(context, id)).nextShiftAt : null;
  }
}
