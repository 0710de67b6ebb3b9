import type { Locale } from '@ketqua/platform';
import { Field, InputType, registerEnumType } from 'type-graphql';
import { LocaleName } from '../account/viewer.type.js';
import { OtpChannel } from '../phone-network/phone-verifier.js';

registerEnumType(OtpChannel, {
  name: 'OtpChannel',
  description: 'How a code travels.',
  valuesConfig: { VOICE: { description: 'A call that reads the code out.' } },
});

@InputType({ description: 'A phone to send a code to.' })
export class RequestOtpInput {
  @Field(() => String, { description: 'As people write it; without a country prefix it is of this country.' })
  phone!: string;

  @Field(() => OtpChannel, { nullable: true, defaultValue: OtpChannel.SMS })
  channel?: OtpChannel | null;

  @Field(() => String, {
    nullable: true,
    description:
      "What `Session.deviceToken` said at an earlier sign-in on this device: limits count it apart. Absent from a page: the gateway takes its cookie's.",
  })
  deviceToken?: string | null;

  @Field(() => LocaleName, { nullable: true, defaultValue: LocaleName.vi })
  locale?: Locale | null;
}
