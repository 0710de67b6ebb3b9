import { distributedEnvironment, readEnvironment } from '@ketqua/platform';
import { z } from 'zod';

const resultsEnvironment = distributedEnvironment.extend({
  KETQUA_HOST: z.string().default('127.0.0.1'),
  KETQUA_PORT: z.coerce.number().int().min(0).max(65_535).default(4003),
  KETQUA_AUTHORITY: z
    .string()
    .max(80, 'must have at most 80 characters')
    .default('Ketqua Demo Health Authority'),
});

/** The environment of the results process, parsed once. @throws EnvironmentError */
export function resultsProcessEnvironment() {
  return readEnvironment(resultsEnvironment);
}
