import { createHash } from 'node:crypto';
import { queryIn, unitOfWork } from '@ketqua/platform';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CitizensContext } from '../../context.js';
import { noteDelivery } from '../sign-in/note-delivery.js';
import { startVerification } from '../sign-in/start-verification.job.js';
import type { ReceiveWebhookInput } from './receive-webhook.input.js';
import { messageEventIn, verifyEventIn } from './vonage-event.js';
import { isVonages } from './vonage-signature.js';

const undelivered = ['rejected', 'undeliverable', 'failed', 'expired'];

/**
 * Applies a webhook of Vonage, if it is one. What cannot be read is taken and forgotten: it is signed, and to refuse
 * it would have it sent for a day.
 * @throws GraphQLError RATE_LIMITED where too many that are not Vonage's came from this address
 */
export async function receiveWebhook(
  context: CitizensContext,
  { door, authorization, body: encoded }: ReceiveWebhookInput,
): Promise<boolean> {
  const { vonage } = context.settings;
  const body = Buffer.from(encoded, 'base64');
  if (!vonage?.signatureSecret) return false;
  await context.forgedWebhooks.take(context.address);
  if (!(await isVonages(vonage, { authorization, body }))) return false;
  await context.forgedWebhooks.forgive(context.address);
  await unitOfWork(context, async (em) => {
    if (!(await isNew(em, body))) return;
    if (door === 'verify') await applyVerify(context, em, body);
    if (door === 'messages') tellUndelivered(context, body);
  });
  context.jobs.hurry(startVerification);
  return true;
}

async function isNew(em: SqlEntityManager, body: Buffer): Promise<boolean> {
  const seen = await queryIn(em)(
    'insert into citizens.webhook (hash) values ($1) on conflict do nothing returning hash',
    [createHash('sha256').update(body).digest()],
  );
  return seen.length === 1;
}

async function applyVerify(context: CitizensContext, em: SqlEntityManager, body: Buffer): Promise<void> {
  const event = verifyEventIn(body);
  if (event) await noteDelivery(context, em, event);
}

/** The operator hears of it; whom it was for is known to the provider alone. */
function tellUndelivered({ log }: CitizensContext, body: Buffer): void {
  const event = messageEventIn(body);
  if (event && undelivered.includes(event.status)) log.warn(event, 'a text was not delivered');
}
