import { DateTime, UserError } from '@ketqua/platform';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CheckpointType } from '../checkpoint/checkpoint.type.js';
import { RuleOutcome, Verdict } from '../verification/verification.type.js';

@ObjectType({ description: 'A version of a set of rules. Read by ADMIN.' })
export class RuleSetVersion {
  @Field(() => Int, { description: '0 for what came with Ketqua; later ones count from `validFrom` on.' })
  version!: number;
  @Field(() => DateTime, { nullable: true })
  validFrom!: Date | null;
  @Field(() => DateTime, { nullable: true })
  publishedAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'Why it was published.' })
  note!: string | null;
  @Field(() => String, { description: 'The rules as JSON (DCC Validation Rules 1.02, CertLogic).' })
  rules!: string;
  @Field(() => Boolean, { description: 'Whether it counts now.' })
  isInForce!: boolean;
}

@ObjectType({ description: 'Rules that belong together. Read by ADMIN.' })
export class RuleSet {
  @Field(() => String)
  code!: string;
  @Field(() => String, { description: 'Whose rules these are: ISO 3166-2, or a country.' })
  jurisdiction!: string;
  @Field(() => String, { description: 'In the language of the request.' })
  name!: string;
  @Field(() => String)
  nameVi!: string;
  @Field(() => String)
  nameEn!: string;
  @Field(() => [RuleSetVersion], { description: 'The newest first.' })
  versions!: RuleSetVersion[];
  @Field(() => [CheckpointType], { description: 'The checkpoints that go by it.' })
  checkpoints!: CheckpointType[];
}

@InputType()
export class PublishRulesInput {
  @Field(() => String, { description: 'Of a set that is there, for its next version, or a new one.' })
  code!: string;
  @Field(() => String, { description: 'ISO 3166-2, or a country.' })
  jurisdiction!: string;
  @Field(() => String)
  nameVi!: string;
  @Field(() => String)
  nameEn!: string;
  @Field(() => String, { description: 'A JSON array of DCC rules, at most 20.' })
  rules!: string;
  @Field(() => DateTime, { nullable: true, description: 'Left out: at once. Never in the past.' })
  validFrom?: Date | null;
  @Field(() => String, { description: 'Why: the decision that it follows.' })
  note!: string;
}

@InputType()
export class SetCheckpointRulesInput {
  @Field(() => ID)
  checkpointId!: string;
  @Field(() => String, { nullable: true, description: 'The code of a set; null for the default.' })
  ruleSet?: string | null;
}

@ObjectType('RuleProblem', { description: 'A place where rules leave their format.' })
export class RuleProblemType {
  @Field(() => String, { description: 'In the JSON, as `0.Description`; empty for the whole.' })
  path!: string;
  @Field(() => String)
  code!: string;
  @Field(() => String, { description: 'What to do, in the language of the request.' })
  hint!: string;
}

@ObjectType({ implements: UserError, description: 'Rules, or what is said of them, cannot be published.' })
export class InvalidRulesError extends UserError {
  override code = 'INVALID_RULES';
  @Field(() => [String])
  path!: string[];
  @Field(() => [RuleProblemType])
  problems!: RuleProblemType[];
}

@ObjectType({ description: 'What a rule made of a sample.' })
export class TriedRule {
  @Field(() => String)
  id!: string;
  @Field(() => RuleOutcome)
  outcome!: RuleOutcome;
}

@ObjectType({ description: 'What rules would have decided of a certificate.' })
export class TriedSample {
  @Field(() => ID)
  id!: string;
  @Field(() => String, { description: 'In the language of the request.' })
  description!: string;
  @Field(() => Verdict)
  verdict!: Verdict;
  @Field(() => [TriedRule])
  rules!: TriedRule[];
  @Field(() => Verdict, { nullable: true, description: 'Of the version of the set that counts now.' })
  verdictNow!: Verdict | null;
}

@ObjectType({ description: 'What rules that are not published yet would decide. Read by ADMIN.' })
export class RuleTrial {
  @Field(() => [TriedSample])
  samples!: TriedSample[];
}
