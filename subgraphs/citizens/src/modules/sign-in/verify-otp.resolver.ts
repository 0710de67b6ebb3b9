import { Public } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { Session } from '../session/session.type.js';
import { OtpExpiredError, OtpIncorrectError, OtpLockedError, OtpUnavailableError } from './otp-errors.js';
import { VerifyOtpInput } from './verify-otp.input.js';
import { verifyOtp } from './verify-otp.service.js';

const VerifyOtpResult = createUnionType({
  name: 'VerifyOtpResult',
  types: () => [Session, OtpIncorrectError, OtpExpiredError, OtpLockedError, OtpUnavailableError] as const,
});

@Resolver()
export class VerifyOtpResolver {
  @Public()
  @Mutation(() => VerifyOtpResult, {
    description:
      'Signs in with a one-time code; the first time, this makes the account. Whoever is signed in to the account on this device goes on with that session, its code verified anew. For everybody.',
  })
  verifyOtp(
    @Ctx() context: CitizensContext,
    @Arg('input', () => VerifyOtpInput) input: VerifyOtpInput,
  ): Promise<typeof VerifyOtpResult> {
    return verifyOtp(context, input);
  }
}
