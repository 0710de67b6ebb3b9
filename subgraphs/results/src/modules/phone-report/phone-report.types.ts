import { DateTime, type Locale, PageInfo, UserError } from '@ketqua/platform';
import { Field, ID, InputType, ObjectType } from 'type-graphql';

@InputType()
export class ReportWrongNumberInput {
  @Field(() => ID, { description: "A person on the viewer's phone whom its holder does not know." })
  personId!: string;
}

@ObjectType({
  description: 'Nothing of this person is told to this phone any more. Read by who reported it.',
})
export class ReportWrongNumberPayload {
  @Field(() => ID)
  personId!: string;
}

@ObjectType({
  implements: UserError,
  description: 'The account opened this person before: on this device it must be proven first.',
})
export class ProofRequiredError extends UserError {
  override code = 'PROOF_REQUIRED';
}

@InputType()
export class ReportPhoneInput {
  @Field(() => String, { description: 'The number that its owner lost, as people write it.' })
  phone!: string;
}

@ObjectType({
  description:
    'Whatever was opened from that phone is closed. The answer is the same whether there was anything. Read by HELP_DESK.',
})
export class ReportPhonePayload {
  @Field(() => Boolean)
  isClosed!: boolean;
}

@ObjectType({ implements: UserError, description: 'What was given is no phone number.' })
export class UnreadablePhoneError extends UserError {
  override code = 'UNREADABLE_PHONE';
  @Field(() => [String])
  path!: string[];

  static of(locale: Locale): UnreadablePhoneError {
    const text = {
      vi: 'Đây không phải số điện thoại. Ví dụ: 0912 345 678.',
      en: 'This is not a phone number. An example: 0912 345 678.',
    };
    return UnreadablePhoneError.in(locale, text, { path: ['input', 'phone'] });
  }
}

@ObjectType({
  description:
    'Whoever holds the phone that was given for a patient says that it is not theirs. Read by the laboratory that reported the patient.',
})
export class PhoneReport {
  @Field(() => ID)
  id!: string;
  @Field(() => DateTime)
  reportedAt!: Date;
  @Field(() => [String], {
    description: "The laboratory's numbers of the patient's specimens, the newest ten: their phone is wrong.",
  })
  accessionNumbers!: string[];
}

@ObjectType()
export class PhoneReportEdge {
  @Field(() => String)
  cursor!: string;
  @Field(() => PhoneReport)
  node!: PhoneReport;
}

@ObjectType({ description: "Wrong phones of the laboratory's patients, newest first." })
export class PhoneReportConnection {
  @Field(() => [PhoneReportEdge])
  edges!: PhoneReportEdge[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
