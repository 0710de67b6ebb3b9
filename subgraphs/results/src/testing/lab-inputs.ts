import { readFileSync } from 'node:fs';

const folder = new URL('../../fixtures/lab-inputs/', import.meta.url);

/** A real file of a laboratory, by its path in fixtures/lab-inputs. */
export function labInput(path: string): string {
  return readFileSync(new URL(path, folder), 'utf8');
}
