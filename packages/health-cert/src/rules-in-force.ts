import type { CheckpointRule } from './checkpoint-rule.js';

/** OPEN for whoever judges by it: where no rule is in force nobody passes unseen. */
const noRules: CheckpointRule = {
  id: 'NO_RULES',
  description: {
    vi: 'Chốt này chưa có quy định nào có hiệu lực.',
    en: 'No rule is in force at this checkpoint.',
  },
  logic: null as never,
};

/** The rules of a checkpoint; where none of them is in force at a moment, with one that stays OPEN. */
export function rulesOrNone(rules: readonly CheckpointRule[], at: Date): readonly CheckpointRule[] {
  const isInForce = ({ validFrom, validTo }: CheckpointRule) =>
    !(validFrom && Date.parse(validFrom) > at.getTime()) && !(validTo && Date.parse(validTo) < at.getTime());
  return rules.some(isInForce) ? rules : [...rules, noRules];
}
