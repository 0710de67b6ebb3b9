import { queries } from '../connection/documents.js';
import type { LabConnection } from '../connection/lab-connection.js';
import type { ImportOptions } from './lab-file.js';

interface SavedDefaults {
  readonly timeZone: string | null;
  readonly dateFormat: string | null;
  readonly country: string | null;
  readonly mapping: readonly { readonly column: string; readonly field: string }[];
}

/**
 * How a file is read: what the command says, else the laboratory's saved defaults. They are sent with the file and
 * belong to its key: once a laboratory has mended its defaults, the same file is judged by them, and not answered
 * with the receipt of before. @throws Failure
 */
export async function effectiveOptions(lab: LabConnection, given: ImportOptions): Promise<ImportOptions> {
  const { importDefaults: saved } = await lab.ask<{ importDefaults: SavedDefaults | null }>(
    queries.importDefaults,
  );
  if (!saved) return given;
  const { timeZone, dateFormat, country, mapping } = saved;
  return {
    ...(timeZone !== null && { timeZone }),
    ...(dateFormat !== null && { dateFormat }),
    ...(country !== null && { country }),
    ...(mapping.length > 0 && { mapping }),
    ...given,
  };
}
