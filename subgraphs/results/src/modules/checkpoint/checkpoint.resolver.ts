import { Permission } from '@ketqua/platform';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { Arg, Ctx, createUnionType, Field, ID, InputType, Mutation, Query, Resolver } from 'type-graphql';
import { v7 } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { Checkpoint } from './checkpoint.entity.js';
import { CheckpointCodeTakenError, CheckpointType } from './checkpoint.type.js';
import { readableCheckpoint } from './readable-checkpoint.js';

@InputType()
export class CreateCheckpointInput {
  @Field(() => String)
  code!: string;
  @Field(() => String)
  name!: string;
  @Field(() => String, { description: 'Whose rules hold here, as VN-SG (ISO 3166-2).' })
  jurisdiction!: string;
}

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

/** Opens a checkpoint under a code of its own. */
async function createCheckpoint(
  { em, locale }: ResultsContext,
  { code, name, jurisdiction }: CreateCheckpointInput,
): Promise<CheckpointType | CheckpointCodeTakenError> {
  const checkpoint = { id: v7(), code: code.normalize('NFC'), name, jurisdiction, createdAt: new Date() };
  try {
    await em.insert(Checkpoint, checkpoint);
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    return CheckpointCodeTakenError.in(locale, {
      vi: 'Mã chốt này đã có. Hãy chọn mã khác.',
      en: 'A checkpoint with this code exists. Choose another code.',
    });
  }
  return presentCheckpoint(checkpoint);
}

export function presentCheckpoint({
  id,
  code,
  name,
  jurisdiction,
}: Omit<Checkpoint, 'createdAt'>): CheckpointType {
  return Object.assign(new CheckpointType(), { id, code, name, jurisdiction });
}
