import { DateTime, PageInfo } from '@ketqua/platform';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CheckpointType } from '../checkpoint/checkpoint.type.js';
import { Outcome, TestMethod } from '../test-result/test-result.vocabulary.js';
import { VerificationAlarm } from './alarms.js';

export enum Verdict {
  PASS = 'PASS',
  FAIL = 'FAIL',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(Verdict, {
  name: 'Verdict',
  description: 'PASS: compare with the photo ID. UNKNOWN: something could not be judged; it is not a PASS.',
});

export enum SignatureJudgement {
  VALID = 'VALID',
  INVALID = 'INVALID',
  UNTRUSTED_ISSUER = 'UNTRUSTED_ISSUER',
}
registerEnumType(SignatureJudgement, {
  name: 'SignatureJudgement',
  description: 'INVALID also where the text cannot be read.',
});

export enum VerificationStatus {
  ACTIVE = 'ACTIVE',
  EXPIRED = 'EXPIRED',
  REVOKED = 'REVOKED',
  SUPERSEDED = 'SUPERSEDED',
  NOT_YET_VALID = 'NOT_YET_VALID',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(VerificationStatus, {
  name: 'VerificationStatus',
  description: 'Where the certificate stands.',
});

export enum RuleOutcome {
  PASSED = 'PASSED',
  FAILED = 'FAILED',
  OPEN = 'OPEN',
}
registerEnumType(RuleOutcome, {
  name: 'RuleOutcome',
  description: 'OPEN: the certificate does not say what the rule asks.',
});

registerEnumType(VerificationAlarm, {
  name: 'VerificationAlarm',
  description: 'What an officer can act on.',
  valuesConfig: {
    REPLAYED: { description: 'The same certificate at this place again within ten minutes.' },
    BAD_SIGNATURES: {
      description: 'The third text within ten minutes that claims to be of one country and is not.',
    },
    REVOKED_KEY: { description: 'Signed by a key that its owner revoked.' },
  },
});

@ObjectType({ description: 'How many texts had a verdict today.' })
export class VerdictCount {
  @Field(() => Verdict)
  verdict!: Verdict;
  @Field(() => Int)
  count!: number;
  @Field(() => Int, { description: 'Of them, those that were verified without a network.' })
  offline!: number;
}

@ObjectType({ description: 'One rule of the checkpoint, judged.' })
export class RuleJudgement {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: "In the reader's language." })
  description!: string;
  @Field(() => RuleOutcome)
  outcome!: RuleOutcome;
}

@ObjectType({ description: 'Whom the certificate names: to compare with the photo ID, and not kept.' })
export class Holder {
  @Field(() => String)
  displayName!: string;
  @Field(() => String, { description: 'YYYY-MM-DD, YYYY-MM or YYYY.' })
  dateOfBirth!: string;
}

@ObjectType({ description: 'The test that the certificate states.' })
export class VerifiedTest {
  @Field(() => String, { description: 'LOINC part of the test type.' })
  code!: string;
  @Field(() => String, { nullable: true })
  name!: string | null;
  @Field(() => TestMethod)
  method!: TestMethod;
  @Field(() => DateTime)
  specimenCollectedAt!: Date;
  @Field(() => DateTime, { nullable: true })
  resultedAt!: Date | null;
}

/** What an officer is told of one scan. */
@ObjectType('Verification', {
  description: 'What came of checking one certificate. Told to the officer who checked, and kept by nobody.',
})
export class VerificationType {
  @Field(() => ID)
  id!: string;
  @Field(() => Verdict)
  verdict!: Verdict;
  @Field(() => SignatureJudgement)
  signature!: SignatureJudgement;
  @Field(() => VerificationStatus)
  status!: VerificationStatus;
  @Field(() => String, {
    nullable: true,
    description:
      'SHA-256 of the certificate identifier, hex: what certificateWithdrawn tells. Null where none could be read.',
  })
  certificateHash!: string | null;
  @Field(() => [RuleJudgement])
  rules!: RuleJudgement[];
  @Field(() => Outcome, { nullable: true })
  outcome!: Outcome | null;
  @Field(() => Holder, { nullable: true, description: 'Only where the signature is valid.' })
  holder!: Holder | null;
  @Field(() => VerifiedTest, { nullable: true, description: 'Only where the signature is valid.' })
  test!: VerifiedTest | null;
  @Field(() => [String], { description: 'Why it is not a PASS: stable codes, the gravest first.' })
  reasons!: string[];
  @Field(() => [VerificationAlarm])
  alarms!: VerificationAlarm[];
  @Field(() => DateTime)
  verifiedAt!: Date;
}

/** One verification on the feed: a place, a verdict and a time. */
@ObjectType({
  description: 'A verification as the feed tells it: nothing of the holder, the certificate or the outcome.',
})
export class VerificationEvent {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'Opaque: `after` of verificationFeed resumes behind it.' })
  cursor!: string;
  @Field(() => CheckpointType, { nullable: true })
  checkpoint!: CheckpointType | null;
  @Field(() => Verdict)
  verdict!: Verdict;
  @Field(() => SignatureJudgement)
  signature!: SignatureJudgement;
  @Field(() => VerificationStatus)
  status!: VerificationStatus;
  @Field(() => Boolean, { description: 'Checked without a network, and reported later.' })
  isOffline!: boolean;
  @Field(() => [VerificationAlarm])
  alarms!: VerificationAlarm[];
  @Field(() => DateTime)
  verifiedAt!: Date;
}

@ObjectType()
export class VerificationEdge {
  @Field(() => String)
  cursor!: string;
  @Field(() => VerificationEvent)
  node!: VerificationEvent;
}

@ObjectType({ description: "A checkpoint's last 72 hours, newest first." })
export class VerificationConnection {
  @Field(() => [VerificationEdge])
  edges!: VerificationEdge[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
