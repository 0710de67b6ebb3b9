import { CalendarDate, DateTime, PageInfo } from '@ketqua/platform';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { TestResultType } from '../test-result/test-result.type.js';
import { LegalBasis, RetentionClass } from './retention-class.js';

/** Of the answer's shape, as docs/rights.md describes it. */
export const formatVersion = 1;

@ObjectType({ description: 'How an account proved to be, or to act for, a person.' })
export class RecordClaim {
  @Field(() => String, { description: 'What was asked: BIRTH_DATE, FULL_IDENTITY, or a later method.' })
  method!: string;
  @Field(() => String, { description: 'How sure it makes: LOW or SUBSTANTIAL.' })
  assurance!: string;
  @Field(() => DateTime)
  claimedAt!: Date;
}

@ObjectType({ description: 'A result with all that is held of it. Read by whoever claimed its person.' })
export class RecordResult {
  @Field(() => ID)
  id!: string;
  @Field(() => TestResultType, { description: 'What it says, every version, and its QR tokens.' })
  result!: TestResultType;
  @Field(() => LegalBasis)
  legalBasis!: LegalBasis;
  @Field(() => RetentionClass)
  retentionClass!: RetentionClass;
  @Field(() => CalendarDate, { description: 'The day until which it is kept at least.' })
  keptUntil!: string;
  @Field(() => Boolean, { description: 'Whether an open dispute keeps it from being deleted.' })
  isOnLegalHold!: boolean;
}

@ObjectType()
export class RecordResultEdge {
  @Field(() => String)
  cursor!: string;
  @Field(() => RecordResult)
  node!: RecordResult;
}

@ObjectType({ description: 'The released results of a person with all that is held of them, oldest first.' })
export class RecordResultConnection {
  @Field(() => [RecordResultEdge])
  edges!: RecordResultEdge[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'What is held of a person. Read by whoever claimed them.' })
export class RecordPerson {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  fullName!: string;
  @Field(() => String, { description: 'YYYY-MM-DD, YYYY-MM or YYYY.' })
  dateOfBirth!: string;
  @Field(() => String, { description: 'MALE, FEMALE, OTHER or UNKNOWN.' })
  sex!: string;
  @Field(() => String, { nullable: true })
  maskedNationalId!: string | null;
  @Field(() => Int, {
    description: 'How many phones laboratories reported; kept in a form that none can be read from.',
  })
  phoneCount!: number;
  @Field(() => RecordClaim, { nullable: true, description: "How the viewer's account opened the record." })
  claim!: RecordClaim | null;
}

@ObjectType()
export class RecordPersonEdge {
  @Field(() => String)
  cursor!: string;
  @Field(() => RecordPerson)
  node!: RecordPerson;
}

@ObjectType()
export class RecordPersonConnection {
  @Field(() => [RecordPersonEdge])
  edges!: RecordPersonEdge[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({
  description:
    'What the platform holds of the people whom the viewer claimed, to read or to download. Complete once every connection is followed to its end. Read by the account itself.',
})
export class RecordData {
  @Field(() => Int, { description: 'Of this shape: it grows when a reader must change.' })
  formatVersion!: number;
  @Field(() => DateTime)
  generatedAt!: Date;
}
