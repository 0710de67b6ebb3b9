import { acted, happened, queryIn, unitOfWork } from '@ketqua/platform';
import { v7 } from 'uuid';
import type { LabsContext } from '../../context.js';
import { contactRegistered, judgedPhone, sealedName, sealedPhone } from '../lab-contact/sealed-contact.js';
import { type Lab, labFor } from './lab.type.js';
import { invalidLabField, notAText, tidied, type WrongField, wrongText } from './lab-fields.js';
import { type InvalidLabFieldError, LabCodeTakenError } from './laboratory-errors.js';
import type { RegisterLabInput } from './register-lab.input.js';

/** Registers a laboratory; two at once with one code give one laboratory and one error. */
export async function registerLab(
  context: LabsContext,
  input: RegisterLabInput,
): Promise<Lab | LabCodeTakenError | InvalidLabFieldError> {
  const written = {
    code: tidied(input.code),
    name: tidied(input.name),
    province: tidied(input.province),
    accreditation: tidied(input.accreditation),
    contactName: tidied(input.contactName),
  };
  const wrong = wrongIn(written);
  if (wrong) return invalidLabField(context, wrong);
  const phone = judgedPhone(tidied(input.contactPhone), context.settings.country);
  if (phone !== null && typeof phone !== 'string') return invalidLabField(context, phone);
  const id = v7();
  const isNew = await unitOfWork(context, async (em, outbox) => {
    const rows = await queryIn(em)(
      `insert into labs.lab (id, code, name, kind, province, accreditation, contact_name, contact_phone,
                             due_at, silent_at, deadlines_set_at)
       select $1, $2, $3, $4, $5, $6, $7::bytea, $8::bytea, now() + period.length, now() + 3 * period.length, now()
         from (select interval '60 minutes' as length) as period
         on conflict (code) do nothing returning id`,
      [
        id,
        written.code,
        written.name,
        input.kind,
        written.province,
        written.accreditation,
        sealedName(written.contactName),
        sealedPhone(phone),
      ],
    );
    if (rows.length)
      outbox(happened('lab.registered', { labId: id }), acted(context, 'LAB_REGISTERED', { labId: id }));
    if (rows.length && phone) outbox(contactRegistered(id, phone));
    return rows.length > 0;
  });
  if (isNew) return labFor(context, (await context.labs.load(id))!);
  return LabCodeTakenError.in(context.locale, {
    vi: 'Mã này đã thuộc về một phòng xét nghiệm khác.',
    en: 'Another laboratory has this code.',
  });
}

function wrongIn(written: {
  code: string | null;
  name: string | null;
  province: string | null;
  accreditation: string | null;
  contactName: string | null;
}): WrongField | undefined {
  if (!written.code) return notAText('code');
  if (!written.name) return notAText('name');
  return wrongText(written);
}
