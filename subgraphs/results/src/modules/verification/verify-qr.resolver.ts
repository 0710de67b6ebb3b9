import { NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { NotOnDutyError } from '../shift/duty.js';
import { VerificationType } from './verification.type.js';
import { verifyQr } from './verify-qr.service.js';

@InputType()
export class VerifyQrInput {
  @Field(() => String, { description: 'What the QR says, as it was read.' })
  payload!: string;
  @Field(() => ID)
  checkpointId!: string;
}

const VerifyQrResult = createUnionType({
  name: 'VerifyQrResult',
  types: () => [VerificationType, NotFoundError, NotOnDutyError] as const,
});

@Resolver()
export class VerifyQrResolver {
  @Permission('qr.verify')
  @Mutation(() => VerifyQrResult, {
    description:
      'Checks a certificate. Called by officers of that checkpoint; the feed tells place, verdict and time.',
  })
  verifyQr(
    @Ctx() context: ResultsContext,
    @Arg('input', () => VerifyQrInput) input: VerifyQrInput,
  ): Promise<typeof VerifyQrResult> {
    return verifyQr(context, input);
  }
}
