import { badUserInput, newId, Permission } from '@ketqua/platform';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { Arg, Ctx, createUnionType, Field, ID, InputType, Mutation, Query, Resolver } from 'type-graphql';
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

const longest = { code: 64, name: 200, jurisdiction: 20 } as const;

/** Opens a checkpoint under a code of its own. @throws GraphQLError BAD_USER_INPUT for what no page can show. */
async function createCheckpoint(
  { em, locale }: ResultsContext,
  { code, name, jurisdiction }: CreateCheckpointInput,
): Promise<CheckpointType | CheckpointCodeTakenError> {
  for (const [field, text] of Object.entries({ code, name, jurisdiction })) {
    const limit = longest[field as keyof typeof longest];
    if (!text.trim() || text.length > limit || /\p{Cc}/u.test(text)) {
      throw badUserInput(field, `a text of 1 to ${limit} characters, without control characters`);
    }
  }
  const checkpoint = { id: newId(), code: code.normalize('NFC'), name, jurisdiction, createdAt: new Date() };
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
