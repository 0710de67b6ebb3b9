import { Public } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { LabsContext } from '../../context.js';
import { CreateLabSessionInput } from './create-lab-session.input.js';
import { InvalidLabKeyError, LabSession } from './create-lab-session.payload.js';
import { createLabSession } from './create-lab-session.service.js';

const CreateLabSessionResult = createUnionType({
  name: 'CreateLabSessionResult',
  types: () => [LabSession, InvalidLabKeyError] as const,
});

@Resolver()
export class CreateLabSessionResolver {
  @Public()
  @Mutation(() => CreateLabSessionResult, {
    description: "Opens a laboratory's session with its key. Called by a laboratory's system.",
  })
  createLabSession(
    @Ctx() context: LabsContext,
    @Arg('input', () => CreateLabSessionInput) input: CreateLabSessionInput,
  ): Promise<typeof CreateLabSessionResult> {
    return createLabSession(context, input);
  }
}
