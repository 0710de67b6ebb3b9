import { Public } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { InvalidPhoneError } from '../account/phone-errors.js';
import { OtpBlockedError, OtpUnavailableError } from './otp-errors.js';
import { RequestOtpInput } from './request-otp.input.js';
import { OtpChallenge } from './request-otp.payload.js';
import { requestOtp } from './request-otp.service.js';

const RequestOtpResult = createUnionType({
  name: 'RequestOtpResult',
  types: () => [OtpChallenge, InvalidPhoneError, OtpBlockedError, OtpUnavailableError] as const,
});

@Resolver()
export class RequestOtpResolver {
  @Public()
  @Mutation(() => RequestOtpResult, {
    description:
      'Asks for a one-time code. The answer is the same for a known and an unknown phone. For everybody.',
  })
  requestOtp(
    @Ctx() context: CitizensContext,
    @Arg('input', () => RequestOtpInput) input: RequestOtpInput,
  ): Promise<typeof RequestOtpResult> {
    return requestOtp(context, input);
  }
}
