import { UserError } from '@ketqua/platform';
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Disease } from '../test-result/test-result.type.js';
import { Outcome, TestMethod } from '../test-result/test-result.vocabulary.js';

export enum ReleaseModeType {
  AT_ONCE = 'AT_ONCE',
  AFTER_AUTHORITY_NOTICE = 'AFTER_AUTHORITY_NOTICE',
  IN_PERSON_ONLY = 'IN_PERSON_ONLY',
}
registerEnumType(ReleaseModeType, {
  name: 'ReleaseMode',
  description: 'When a person may see their result.',
});

@ObjectType('ReleasePolicy', {
  description: 'When results of a disease are shown; the most specific one decides. Read by ADMIN.',
})
export class ReleasePolicyType {
  @Field(() => Disease)
  disease!: Disease;
  @Field(() => Outcome, { nullable: true, description: 'Null for any.' })
  outcome!: Outcome | null;
  @Field(() => TestMethod, { nullable: true, description: 'Null for any.' })
  method!: TestMethod | null;
  @Field(() => ReleaseModeType)
  mode!: ReleaseModeType;
  @Field(() => Int, { nullable: true, description: 'When the alarm sounds; null for AT_ONCE.' })
  longestHoldHours!: number | null;
  @Field(() => Boolean, { description: 'Whether a detected screening test waits for a second one.' })
  confirmsScreening!: boolean;
}

@InputType({ description: 'A policy, new or in place of the one for the same disease, outcome and method.' })
export class SetReleasePolicyInput {
  @Field(() => String, { description: 'SNOMED CT.' })
  disease!: string;
  @Field(() => Outcome, { nullable: true, description: 'Left out: any.' })
  outcome?: Outcome | null;
  @Field(() => TestMethod, { nullable: true, description: 'Left out: any.' })
  method?: TestMethod | null;
  @Field(() => ReleaseModeType)
  mode!: ReleaseModeType;
  @Field(() => Int, {
    nullable: true,
    description: '1 to 8760; 24 where left out. Not for AT_ONCE.',
  })
  longestHoldHours?: number | null;
  @Field(() => Boolean, { defaultValue: true })
  confirmsScreening!: boolean;
}

@ObjectType({ implements: UserError, description: 'The policy cannot be set so; `path` names the field.' })
export class InvalidReleasePolicyError extends UserError {
  override code = 'INVALID_RELEASE_POLICY';
  @Field(() => [String])
  path!: string[];
}
