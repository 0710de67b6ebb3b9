import { DateTime, NotFoundError, Permission, StepUpRequiredError } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Query, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { CheckpointType } from '../checkpoint/checkpoint.type.js';
import {
  InvalidRulesError,
  PublishRulesInput,
  RuleSet,
  RuleTrial,
  SetCheckpointRulesInput,
} from './checkpoint-rule.type.js';
import { ruleSets } from './present-rule-set.js';
import { publishRules } from './publish-rules.service.js';
import { setCheckpointRules } from './set-checkpoint-rules.service.js';
import { tryRules } from './try-rules.service.js';

const PublishRulesResult = createUnionType({
  name: 'PublishRulesResult',
  types: () => [RuleSet, InvalidRulesError, StepUpRequiredError] as const,
});

const SetCheckpointRulesResult = createUnionType({
  name: 'SetCheckpointRulesResult',
  types: () => [CheckpointType, NotFoundError] as const,
});

const TryRulesResult = createUnionType({
  name: 'TryRulesResult',
  types: () => [RuleTrial, InvalidRulesError] as const,
});

@Resolver()
export class CheckpointRuleResolver {
  @Permission('checkpoint-rule.manage')
  @Query(() => [RuleSet], {
    description: 'The sets of rules that checkpoints may go by, with every version. Read by ADMIN.',
  })
  ruleSets(@Ctx() context: ResultsContext): Promise<RuleSet[]> {
    return ruleSets(context);
  }

  @Permission('checkpoint-rule.manage')
  @Query(() => TryRulesResult, {
    description:
      'What rules would decide of sample certificates, before they are published. Nothing is stored. Read by ADMIN.',
  })
  tryRules(
    @Ctx() context: ResultsContext,
    @Arg('rules', () => String, { description: 'A JSON array of DCC rules.' }) rules: string,
    @Arg('code', () => String, { nullable: true, description: 'Of the set that they are to replace.' })
    code?: string | null,
    @Arg('at', () => DateTime, { nullable: true, description: 'The moment of the check; left out: now.' })
    at?: Date | null,
  ): Promise<typeof TryRulesResult> {
    return tryRules(context, { rules, code, at });
  }

  @Permission('checkpoint-rule.manage')
  @Mutation(() => PublishRulesResult, {
    description:
      'Publishes the next version of a set of rules. Officers who are online go by it from `validFrom` on. Called by ADMIN, with a code verified in the last 15 minutes.',
  })
  publishRules(
    @Ctx() context: ResultsContext,
    @Arg('input', () => PublishRulesInput) input: PublishRulesInput,
  ): Promise<typeof PublishRulesResult> {
    return publishRules(context, input);
  }

  @Permission('checkpoint.manage')
  @Mutation(() => SetCheckpointRulesResult, {
    description: 'Has a checkpoint go by a set of rules. Called by ADMIN.',
  })
  setCheckpointRules(
    @Ctx() context: ResultsContext,
    @Arg('input', () => SetCheckpointRulesInput) input: SetCheckpointRulesInput,
  ): Promise<typeof SetCheckpointRulesResult> {
    return setCheckpointRules(context, input);
  }
}
