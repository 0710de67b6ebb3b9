import { NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { LabsContext } from '../../context.js';
import { Lab } from './lab.type.js';
import { InvalidLabFieldError } from './laboratory-errors.js';
import { UpdateLabInput } from './update-lab.input.js';
import { updateLab } from './update-lab.service.js';

const UpdateLabResult = createUnionType({
  name: 'UpdateLabResult',
  types: () => [Lab, InvalidLabFieldError, NotFoundError] as const,
});

@Resolver()
export class UpdateLabResolver {
  @Permission('lab.update')
  @Mutation(() => UpdateLabResult, {
    description:
      'Changes what is registered of a laboratory; other hours or another period move its deadlines at once. Called by an ADMIN.',
  })
  updateLab(
    @Ctx() context: LabsContext,
    @Arg('input', () => UpdateLabInput) input: UpdateLabInput,
  ): Promise<typeof UpdateLabResult> {
    return updateLab(context, input);
  }
}
