import { forbidden } from '@ketqua/platform';
import type { CitizensContext } from '../../context.js';
import { SentMessage } from './development-message.entity.js';
import { DevelopmentMessage } from './development-message.type.js';

/**
 * What a provider would have sent, newest first.
 * @throws GraphQLError FORBIDDEN outside development
 */
export async function developmentMessages({ settings, em }: CitizensContext): Promise<DevelopmentMessage[]> {
  if (!settings.development) throw forbidden();
  const messages = await em.find(SentMessage, {}, { orderBy: { id: 'desc' }, limit: 200 });
  return messages.map(({ id, recipient, text, code, sentAt }) =>
    Object.assign(new DevelopmentMessage(), { id, to: recipient, text, code: code ?? null, sentAt }),
  );
}
