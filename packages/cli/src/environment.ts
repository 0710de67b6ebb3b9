import { readEnvironment } from '@ketqua/platform';
import { z } from 'zod';

const cliEnvironment = z.object({ KETQUA_HOME: z.string().default('.ketqua') });

/** Where the platform of this machine keeps its home. @throws EnvironmentError */
export function homeFolder(): string {
  return readEnvironment(cliEnvironment).KETQUA_HOME;
}
