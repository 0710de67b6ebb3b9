import { labOf, queryIn } from '@ketqua/platform';
import type { ResultsContext } from '../../../context.js';
import {
  ImportDefaults,
  InvalidImportOptionError,
  type SaveImportDefaultsInput,
} from './import-defaults.type.js';
import { savedOptionsOf, wrongOptionOf } from './import-options.js';

/** How the caller's lab's files are read unless an import says otherwise, or `null`. */
export async function importDefaults({ em, viewer }: ResultsContext): Promise<ImportDefaults | null> {
  const labId = labOf(viewer);
  const saved = labId && (await savedOptionsOf(queryIn(em), labId));
  if (!saved) return null;
  const { time_zone: timeZone, date_format: dateFormat, country, mapping } = saved;
  return Object.assign(new ImportDefaults(), { timeZone, dateFormat, country, mapping });
}

/** Keeps them; the whole of them is replaced. */
export async function saveImportDefaults(
  context: ResultsContext,
  input: SaveImportDefaultsInput,
): Promise<ImportDefaults | InvalidImportOptionError> {
  const wrong = wrongOptionOf(input);
  if (wrong) {
    return InvalidImportOptionError.in(
      context.locale,
      { vi: `Tùy chọn không hợp lệ: ${wrong}`, en: `This option is not valid: ${wrong}` },
      { path: ['input', wrong] },
    );
  }
  const { timeZone = null, dateFormat = null, country = null } = input;
  const mapping = (input.mapping ?? []).map(({ column, field }) => ({ column, field }));
  await queryIn(context.em)(
    `insert into results.import_defaults (lab_id, time_zone, date_format, country, mapping)
     values ($1, $2, $3, $4, $5::jsonb)
     on conflict (lab_id) do update set time_zone = excluded.time_zone, date_format = excluded.date_format,
       country = excluded.country, mapping = excluded.mapping, saved_at = now()`,
    [labOf(context.viewer), timeZone, dateFormat, country, JSON.stringify(mapping)],
  );
  return Object.assign(new ImportDefaults(), { timeZone, dateFormat, country, mapping });
}
