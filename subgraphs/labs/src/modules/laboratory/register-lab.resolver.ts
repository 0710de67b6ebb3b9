import { Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { LabsContext } from '../../context.js';
import { Lab } from './lab.type.js';
import { InvalidLabFieldError, LabCodeTakenError } from './laboratory-errors.js';
import { RegisterLabInput } from './register-lab.input.js';
import { registerLab } from './register-lab.service.js';

const RegisterLabResult = createUnionType({
  name: 'RegisterLabResult',
  types: () => [Lab, LabCodeTakenError, InvalidLabFieldError] as const,
});

@Resolver()
export class RegisterLabResolver {
  @Permission('lab.register')
  @Mutation(() => RegisterLabResult, { description: 'Registers a laboratory. Called by an ADMIN.' })
  registerLab(
    @Ctx() context: LabsContext,
    @Arg('input', () => RegisterLabInput) input: RegisterLabInput,
  ): Promise<typeof RegisterLabResult> {
    return registerLab(context, input);
  }
}
