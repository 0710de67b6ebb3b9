import { DateTime } from '@ketqua/platform';
import { Field, ID, ObjectType } from 'type-graphql';
import { OtpChannel } from '../phone-network/phone-verifier.js';

@ObjectType({
  description:
    'If a laboratory gave us this number, a code is on its way; otherwise ask your laboratory. Read by whoever asked.',
})
export class OtpChallenge {
  @Field(() => ID)
  id!: string;

  @Field(() => DateTime, { description: 'The code may be used until then.' })
  expiresAt!: Date;

  @Field(() => DateTime, { description: 'Asking again before this is of no use: texts take their time.' })
  resendAfter!: Date;

  @Field(() => String, { description: 'The country code and the last three digits.' })
  maskedPhone!: string;

  @Field(() => [OtpChannel], {
    description:
      'How a code may travel here, the same for every phone: what may be asked for where none came.',
  })
  channels!: OtpChannel[];
}
