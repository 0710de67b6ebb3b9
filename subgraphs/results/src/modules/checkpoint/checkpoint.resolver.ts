import { Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { CheckpointCodeTakenError, CheckpointType } from './checkpoint.type.js';
import { CreateCheckpointInput } from './create-checkpoint.input.js';
import { createCheckpoint } from './create-checkpoint.service.js';
import { presentCheckpoint } from './present-checkpoint.js';
import { readableCheckpoint } from './readable-checkpoint.js';

const CreateCheckpointResult = createUnionType({
  name: 'CreateCheckpointResult',
  types: () => [CheckpointType, CheckpointCodeTakenError] as const,
});

@Resolver()
export class CheckpointResolver {
  @Permission('checkpoint.read')
  @Query(() => CheckpointType, {
    nullable: true,
    description: 'A checkpoint. Read by its officers and by ADMIN.',
  })
  async checkpoint(
    @Ctx() context: ResultsContext,
    @Arg('id', () => ID) id: string,
  ): Promise<CheckpointType | null> {
    const checkpoint = await readableCheckpoint(context, id);
    return checkpoint && presentCheckpoint(checkpoint);
  }

  @Permission('checkpoint.manage')
  @Mutation(() => CreateCheckpointResult, { description: 'Opens a checkpoint. Called by ADMIN.' })
  createCheckpoint(
    @Ctx() context: ResultsContext,
    @Arg('input', () => CreateCheckpointInput) input: CreateCheckpointInput,
  ): Promise<typeof CreateCheckpointResult> {
    return createCheckpoint(context, input);
  }
}
