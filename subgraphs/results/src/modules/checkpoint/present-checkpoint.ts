import { defaultRuleSet } from '../checkpoint-rule/ready-rule-sets.js';
import type { Checkpoint } from './checkpoint.entity.js';
import { CheckpointType } from './checkpoint.type.js';

/** Shows a checkpoint to one who may read it. */
export function presentCheckpoint({
  id,
  code,
  name,
  jurisdiction,
  ruleSet,
}: Omit<Checkpoint, 'createdAt'>): CheckpointType {
  return Object.assign(new CheckpointType(), {
    id,
    code,
    name,
    jurisdiction,
    ruleSet: ruleSet ?? defaultRuleSet,
  });
}
