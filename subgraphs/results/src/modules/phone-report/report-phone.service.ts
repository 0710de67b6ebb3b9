import { happened, phoneInE164, queryIn, unitOfWork } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { admitSearch, keepDeskAct } from '../help-desk/desk-acts.js';
import { DeskActKind } from '../help-desk/help-desk.types.js';
import { phoneIndexOf } from '../submission/fingerprint.js';
import { ReportPhonePayload, UnreadablePhoneError } from './phone-report.types.js';
import { partPhones } from './phone-reports.js';

/**
 * Closes everything that was opened from a phone which its owner lost, and has citizens end its sessions. A laboratory that reports the number anew brings
 * its people back to it, to be proven anew. Counted with the officer's searches, and written down.
 * @throws GraphQLError RATE_LIMITED
 */
export async function reportPhone(
  context: ResultsContext,
  phone: string,
): Promise<ReportPhonePayload | UnreadablePhoneError> {
  const { locale, country, viewer } = context;
  const dialled = phoneInE164(phone, country);
  if (!dialled) return UnreadablePhoneError.of(locale);
  const phoneIndex = phoneIndexOf(dialled);
  await unitOfWork(context, async (em, outbox) => {
    const query = queryIn(em);
    if (viewer.kind === 'account') {
      await admitSearch(query, viewer.accountId);
      await keepDeskAct(query, viewer.accountId, DeskActKind.PHONE_REPORTED, null);
    }
    // The lost device knows nobody any more, also once the number is given out again.
    for (const table of ['proven_device', 'proven_person']) {
      await query(
        `delete from results.${table} where account_id in (select account_id from results.claim where phone_index = $1)`,
        [phoneIndex],
      );
    }
    const people = await query<{ personId: string }>(
      `select person_id as "personId" from results.person_phone where phone_index = $1
       union select person_id from results.claim where phone_index = $1`,
      [phoneIndex],
    );
    await partPhones(
      query,
      people.map(({ personId }) => ({ personId, phoneIndex })),
      'PHONE_REPORTED',
    );
    outbox(happened('phone.lost', { phoneIndex: phoneIndex.toString('base64url') }));
  });
  return Object.assign(new ReportPhonePayload(), { isClosed: true });
}
