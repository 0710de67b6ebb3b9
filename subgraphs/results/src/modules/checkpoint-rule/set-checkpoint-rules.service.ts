import { acted, NotFoundError, queryIn, unitOfWork } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { Checkpoint } from '../checkpoint/checkpoint.entity.js';
import type { CheckpointType } from '../checkpoint/checkpoint.type.js';
import { presentCheckpoint } from '../checkpoint/present-checkpoint.js';
import type { SetCheckpointRulesInput } from './checkpoint-rule.type.js';
import { isRuleSetCode, ruleSetVersions } from './rule-sets.js';

/** Has a checkpoint go by a set of rules from now on; by the default where none is named. */
export async function setCheckpointRules(
  context: ResultsContext,
  { checkpointId, ruleSet = null }: SetCheckpointRulesInput,
): Promise<CheckpointType | NotFoundError> {
  const { locale, loaders } = context;
  if (!isUuid(checkpointId) || (ruleSet !== null && !isRuleSetCode(ruleSet))) return NotFoundError.of(locale);
  const changed = await unitOfWork(context, async (em, outbox) => {
    const query = queryIn(em);
    if (ruleSet !== null && !(await ruleSetVersions(query, ruleSet)).length) return null;
    const checkpoint = await em.findOne(Checkpoint, { id: checkpointId });
    if (!checkpoint) return null;
    checkpoint.ruleSet = ruleSet;
    outbox(acted(context, 'CHECKPOINT_RULES_SET', { checkpointId, ruleSet }));
    return checkpoint;
  });
  loaders.checkpoint.clear(checkpointId);
  return changed ? presentCheckpoint(changed) : NotFoundError.of(locale);
}
