import { distributedEnvironment } from '@ketqua/platform';
import { z } from 'zod';

/** The variables of a labs process of its own. */
export const labsEnvironment = distributedEnvironment.extend({
  KETQUA_HOST: z.string().default('127.0.0.1'),
  KETQUA_PORT: z.coerce.number().int().min(0).max(65_535).default(4002),
});
