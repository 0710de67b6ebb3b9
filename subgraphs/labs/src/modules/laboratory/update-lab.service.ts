import { acted, NotFoundError, type Query, queryIn, unitOfWork } from '@ketqua/platform';
import { validate } from 'uuid';
import type { LabsContext } from '../../context.js';
import { changeContact } from '../lab-contact/change-contact.js';
import { judgedPhone } from '../lab-contact/sealed-contact.js';
import { deadlinesAfter, type SyncTerms } from '../lab-sync/deadlines.js';
import type { OpeningHours } from '../lab-sync/opening-hours.js';
import { type Lab, labFor } from './lab.type.js';
import { invalidLabField, notAText, tidied, type WrongField, wrongTerms, wrongText } from './lab-fields.js';
import type { InvalidLabFieldError } from './laboratory-errors.js';
import type { UpdateLabInput } from './update-lab.input.js';

const defaultTerms: SyncTerms = { syncPeriodMinutes: 60, timeZone: 'Asia/Ho_Chi_Minh', hours: [] };

interface LabRow extends SyncTerms {
  readonly name: string;
  readonly province: string | null;
  readonly accreditation: string | null;
  /** What the input gives; what is stored is sealed. */
  readonly contactName?: string | null;
  /** Sealed. */
  readonly contactPhone: Uint8Array | null;
  /** What its deadlines count from. */
  readonly heardAt: string;
}

/** Changes what is registered of a laboratory; its deadlines follow, and the board says at once what they make of it. */
export async function updateLab(
  context: LabsContext,
  input: UpdateLabInput,
): Promise<Lab | InvalidLabFieldError | NotFoundError> {
  if (!validate(input.labId)) return NotFoundError.of(context.locale);
  const phone = judgedPhone(tidied(input.contactPhone), context.settings.country);
  if (phone !== null && typeof phone !== 'string') return invalidLabField(context, phone);
  const answer = await unitOfWork(
    context,
    async (em, outbox): Promise<WrongField | 'changed' | 'missing'> => {
      const query = queryIn(em);
      const before = await lockedLab(query, input.labId);
      if (!before) return 'missing';
      const after = changed(before, input);
      const wrong = wrongIn(after);
      if (wrong) return wrong;
      await writeLab(query, input.labId, before, after);
      outbox(...(await changeContact(query, before.contactPhone, input, phone)));
      outbox(acted(context, 'LAB_UPDATED', { labId: input.labId }));
      return 'changed';
    },
  );
  if (answer === 'missing') return NotFoundError.of(context.locale);
  if (answer !== 'changed') return invalidLabField(context, answer);
  context.keeper.hurry();
  return labFor(context, (await context.labs.load(input.labId))!);
}

async function lockedLab(query: Query, labId: string): Promise<LabRow | undefined> {
  const [row] = await query<LabRow>(
    `select name, province, accreditation, sync_period_minutes as "syncPeriodMinutes", time_zone as "timeZone", hours,
            contact_phone as "contactPhone",
            coalesce(last_synced_at, registered_at)::text as "heardAt"
       from labs.lab where id = $1 for no key update`,
    [labId],
  );
  return row;
}

/** The laboratory as it is to be: what the input does not name stays. */
function changed(before: LabRow, input: UpdateLabInput): LabRow {
  const text = (written: string | null | undefined, kept: string | null) =>
    written === undefined ? kept : tidied(written);
  const term = <Value>(written: Value | null | undefined, kept: Value, otherwise: Value) =>
    written === undefined ? kept : (written ?? otherwise);
  return {
    ...before,
    name: text(input.name, before.name) ?? '',
    province: text(input.province, before.province),
    accreditation: text(input.accreditation, before.accreditation),
    contactName: tidied(input.contactName),
    syncPeriodMinutes: term(
      input.syncPeriodMinutes,
      before.syncPeriodMinutes,
      defaultTerms.syncPeriodMinutes,
    ),
    timeZone: term(input.timeZone, before.timeZone, defaultTerms.timeZone),
    hours: term<readonly OpeningHours[]>(input.hours, before.hours, defaultTerms.hours).map(
      ({ day, opensAt, closesAt }) => ({ day, opensAt, closesAt }),
    ),
  };
}

function wrongIn(lab: LabRow): WrongField | undefined {
  if (!lab.name) return notAText('name');
  const { name, province, accreditation } = lab;
  return wrongText({ name, province, accreditation, contactName: lab.contactName }) ?? wrongTerms(lab);
}

async function writeLab(query: Query, labId: string, before: LabRow, after: LabRow): Promise<void> {
  const { name, province, accreditation, syncPeriodMinutes, timeZone, hours } = after;
  await query('update labs.lab set name = $2, province = $3, accreditation = $4 where id = $1', [
    labId,
    name,
    province,
    accreditation,
  ]);
  if (termsOf(before) === termsOf(after)) return;
  const { dueAt, silentAt } = deadlinesAfter(new Date(after.heardAt), after);
  await query(
    `update labs.lab set sync_period_minutes = $2, time_zone = $3, hours = $4, due_at = $5, silent_at = $6,
            deadlines_set_at = now(), announcement_holds = false where id = $1`,
    [labId, syncPeriodMinutes, timeZone, JSON.stringify(hours), dueAt.toISOString(), silentAt.toISOString()],
  );
}

function termsOf({ syncPeriodMinutes, timeZone, hours }: SyncTerms): string {
  const written = hours.map(({ day, opensAt, closesAt }) => [day, opensAt, closesAt]);
  return JSON.stringify([syncPeriodMinutes, timeZone, written]);
}
