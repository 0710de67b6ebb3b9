import { NotFoundError, unauthenticated, unitOfWork } from '@ketqua/platform';
import type { CitizensContext } from '../../context.js';
import { Account } from './account.entity.js';
import type { SetLocaleInput } from './set-locale.input.js';
import { Viewer } from './viewer.type.js';

/** Sets the language that the account's holder is texted in, until they sign in in another one. */
export async function setLocale(
  context: CitizensContext,
  { locale }: SetLocaleInput,
): Promise<Viewer | NotFoundError> {
  const { viewer } = context;
  if (viewer.kind !== 'account') throw unauthenticated();
  return unitOfWork(context, async (em) => {
    const account = await em.findOne(Account, { id: viewer.accountId });
    if (!account) return NotFoundError.of(context.locale);
    account.locale = locale;
    return Viewer.of(account, viewer.sessionId);
  });
}
