import { acted, badUserInput, newId, unitOfWork } from '@ketqua/platform';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { ResultsContext } from '../../context.js';
import { Checkpoint } from './checkpoint.entity.js';
import { CheckpointCodeTakenError, type CheckpointType } from './checkpoint.type.js';
import type { CreateCheckpointInput } from './create-checkpoint.input.js';
import { presentCheckpoint } from './present-checkpoint.js';

const longest = { code: 64, name: 200, jurisdiction: 20 } as const;

/** Opens a checkpoint under a code of its own. @throws GraphQLError BAD_USER_INPUT for what no page can show. */
export async function createCheckpoint(
  context: ResultsContext,
  { code, name, jurisdiction }: CreateCheckpointInput,
): Promise<CheckpointType | CheckpointCodeTakenError> {
  for (const [field, text] of Object.entries({ code, name, jurisdiction })) {
    const limit = longest[field as keyof typeof longest];
    if (!text.trim() || text.length > limit || /\p{Cc}/u.test(text)) {
      throw badUserInput(field, `a text of 1 to ${limit} characters, without control characters`);
    }
  }
  const checkpoint = {
    id: newId(),
    code: code.normalize('NFC'),
    name,
    jurisdiction,
    ruleSet: null,
    createdAt: new Date(),
  };
  try {
    await unitOfWork(context, async (em, outbox) => {
      await em.insert(Checkpoint, checkpoint);
      outbox(acted(context, 'CHECKPOINT_CREATED', { checkpointId: checkpoint.id }));
    });
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    return CheckpointCodeTakenError.in(context.locale, {
      vi: 'Mã chốt này đã có. Hãy chọn mã khác.',
      en: 'A checkpoint with this code exists. Choose another code.',
    });
  }
  return presentCheckpoint(checkpoint);
}
