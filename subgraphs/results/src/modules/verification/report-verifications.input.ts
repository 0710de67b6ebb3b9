import { DateTime } from '@ketqua/platform';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { SignatureJudgement, Verdict, VerificationStatus } from './verification.type.js';

@InputType({ description: 'What an officer found of a certificate without a network.' })
export class OfflineVerificationInput {
  @Field(() => Verdict)
  verdict!: Verdict;
  @Field(() => SignatureJudgement)
  signature!: SignatureJudgement;
  @Field(() => VerificationStatus)
  status!: VerificationStatus;
  @Field(() => DateTime)
  verifiedAt!: Date;
}

@InputType()
export class ReportVerificationsInput {
  @Field(() => String)
  idempotencyKey!: string;
  @Field(() => ID)
  checkpointId!: string;
  @Field(() => [OfflineVerificationInput], { defaultValue: [] })
  verifications!: OfflineVerificationInput[];
  @Field(() => [String], {
    defaultValue: [],
    description:
      'Entries of a queue as a phone keeps them: JWE (compact, ECDH-ES, A256GCM) to `Checkpoint.queueKey`, over JSON of {verdict, signature, status, verifiedAt, reasons, issuer, certificateId}. Counted behind `verifications`; both together at most 1,000.',
  })
  sealed!: string[];
}

@ObjectType({ description: 'A verification that was not taken.' })
export class RefusedVerification {
  @Field(() => Int, { description: 'From 0: its place among `verifications`, then `sealed`.' })
  index!: number;
  @Field(() => String, {
    description:
      'UNREADABLE: sealed to another key, or no verification; IN_THE_FUTURE; TOO_OLD: more than 72 hours; NOT_ON_DUTY.',
  })
  code!: string;
}

@ObjectType({ description: 'What became of verifications that were made without a network.' })
export class VerificationReport {
  @Field(() => Int)
  accepted!: number;
  @Field(() => [RefusedVerification])
  refused!: RefusedVerification[];
  @Field(() => DateTime)
  receivedAt!: Date;
}
