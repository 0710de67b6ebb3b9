import { happened, queryIn, unitOfWork } from '@ketqua/platform';
import { v7 } from 'uuid';
import type { LabsContext } from '../../context.js';
import { hasControlCharacter } from './control-character.js';
import { type Lab, labFor } from './lab.type.js';
import { InvalidLabFieldError, LabCodeTakenError } from './laboratory-errors.js';
import type { RegisterLabInput } from './register-lab.input.js';

const longest = { code: 64, name: 200, province: 100, accreditation: 100 } as const;

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
  };
  const wrong = wrongField(written);
  if (wrong) {
    return InvalidLabFieldError.in(
      context.locale,
      {
        vi: 'Trường này trống, quá dài hoặc có ký tự lạ.',
        en: 'This field is empty, too long or not a text.',
      },
      { path: ['input', wrong] },
    );
  }
  const id = v7();
  const isNew = await unitOfWork(context, async (em, outbox) => {
    const rows = await queryIn(em)(
      `insert into labs.lab (id, code, name, kind, province, accreditation) values ($1, $2, $3, $4, $5, $6)
         on conflict (code) do nothing returning id`,
      [id, written.code, written.name, input.kind, written.province, written.accreditation],
    );
    if (rows.length) outbox(happened('lab.registered', { labId: id }));
    return rows.length > 0;
  });
  if (isNew) return labFor(context, (await context.labs.load(id))!);
  return LabCodeTakenError.in(context.locale, {
    vi: 'Mã này đã thuộc về một phòng xét nghiệm khác.',
    en: 'Another laboratory has this code.',
  });
}

function tidied(text: string | null | undefined): string | null {
  return text?.normalize('NFC').trim() || null;
}

type Written = Record<keyof typeof longest, string | null>;

function wrongField(written: Written): keyof typeof longest | undefined {
  if (!written.code) return 'code';
  if (!written.name) return 'name';
  const fields = Object.keys(longest) as (keyof typeof longest)[];
  return fields.find(
    (field) => (written[field]?.length ?? 0) > longest[field] || hasControlCharacter(written[field]),
  );
}
