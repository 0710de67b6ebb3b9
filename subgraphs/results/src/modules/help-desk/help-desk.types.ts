import { DateTime, PageInfo, UserError } from '@ketqua/platform';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

@InputType({
  description: 'Whom somebody at the counter says to be: all of it must be as a laboratory recorded it.',
})
export class FindPersonInput {
  @Field(() => String, { description: 'With diacritics, as the document says.' })
  fullName!: string;
  @Field(() => String, { description: 'YYYY-MM-DD, YYYY-MM or YYYY.' })
  dateOfBirth!: string;
  @Field(() => String, { nullable: true, description: "The laboratory's number of a specimen: on its slip." })
  accessionNumber?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'CCCD or passport number, where the laboratory has it.',
  })
  nationalId?: string | null;
}

@ObjectType({ description: 'Somebody whom a laboratory reported: no result, no phone. Read by HELP_DESK.' })
export class FoundPerson {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  displayName!: string;
  @Field(() => String)
  dateOfBirth!: string;
  @Field(() => Boolean, { description: 'Whether too many wrong tries locked the person; a code opens it.' })
  isLocked!: boolean;
}

export enum IdentityDocument {
  NATIONAL_ID = 'NATIONAL_ID',
  PASSPORT = 'PASSPORT',
  BIRTH_CERTIFICATE = 'BIRTH_CERTIFICATE',
  OTHER = 'OTHER',
}
registerEnumType(IdentityDocument, {
  name: 'IdentityDocument',
  description: 'What was compared at the counter. BIRTH_CERTIFICATE: of a child, beside the ID of a parent.',
});

@InputType()
export class IssueClaimCodeInput {
  @Field(() => ID, { description: 'Whom the caller found within the last hour.' })
  personId!: string;
  @Field(() => IdentityDocument)
  identityDocument!: IdentityDocument;
  @Field(() => String, {
    nullable: true,
    description:
      'The phone that will be used, where no laboratory knows it: it may be texted a code from now on.',
  })
  phone?: string | null;
}

@ObjectType({ description: 'A code that opens one person once. Shown once, to the HELP_DESK that asked.' })
export class ClaimCode {
  @Field(() => String, { description: 'Twelve characters without look-alikes; the last checks the others.' })
  code!: string;
  @Field(() => DateTime)
  expiresAt!: Date;
}

@InputType()
export class RedeemClaimCodeInput {
  @Field(() => String, { description: 'As it stands on the slip; case, spaces and hyphens do not matter.' })
  code!: string;
}

@ObjectType({
  implements: UserError,
  description:
    'CLAIM_CODE_MISTYPED: not a code, no try was counted. CLAIM_CODE_REFUSED: unknown, used or expired, which are not told apart.',
})
export class ClaimCodeRefusedError extends UserError {
  @Field(() => Int, { nullable: true, description: 'How often the account may still be wrong today.' })
  attemptsLeft!: number | null;
}

export enum DeskActKind {
  FOUND = 'FOUND',
  NOT_FOUND = 'NOT_FOUND',
  CODE_ISSUED = 'CODE_ISSUED',
  PHONE_REPORTED = 'PHONE_REPORTED',
}
registerEnumType(DeskActKind, { name: 'DeskActKind', description: 'What a help desk did.' });

@ObjectType({ description: 'Something that a help desk did. Read by ADMIN.' })
export class DeskAct {
  @Field(() => ID)
  id!: string;
  @Field(() => ID, { description: "The officer's account." })
  officerId!: string;
  @Field(() => DeskActKind)
  act!: DeskActKind;
  @Field(() => DateTime)
  at!: Date;
}

@ObjectType()
export class DeskActEdge {
  @Field(() => String)
  cursor!: string;
  @Field(() => DeskAct)
  node!: DeskAct;
}

@ObjectType()
export class DeskActConnection {
  @Field(() => [DeskActEdge])
  edges!: DeskActEdge[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
