import type { Language } from '../language/catalogue.ts';
import { formatDateTime } from '../language/format-date.ts';
import type { RecordAccountFactsFragment } from '../schema/rights-operations.ts';
import { rightsCatalogues } from './words/rights-catalogue.ts';

/** What is held of an account, in lines. */
export function accountLines(account: RecordAccountFactsFragment, language: Language): string[] {
  const words = rightsCatalogues[language].account;
  const time = (instant: string) => formatDateTime(instant, language);
  return [
    words.phone(account.maskedPhone),
    words.roles(account.roles.join(', ')),
    words.created(time(account.createdAt)),
    words.used(time(account.lastUsedAt)),
    ...(account.lastNoticeAt ? [words.noticed(time(account.lastNoticeAt))] : []),
    ...account.devices.map(({ device, firstUsedAt, lastUsedAt }) =>
      words.device(device ?? words.unknownDevice, time(firstUsedAt), time(lastUsedAt)),
    ),
    ...account.sessions.map(({ device, beganAt, expiresAt }) =>
      words.session(device ?? words.unknownDevice, time(beganAt), time(expiresAt)),
    ),
  ];
}
