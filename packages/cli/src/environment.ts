import { homedir } from 'node:os';
import { join } from 'node:path';
import { launcherPids, readEnvironment } from '@ketqua/platform/environment';
import { z } from 'zod';

const cliEnvironment = z.object({
  KETQUA_HOME: z.string().default('.ketqua'),
  KETQUA_URL: z
    .string()
    .regex(/^https?:\/\/[^/]+/, 'must be the address of a platform, as https://ketqua.example.vn')
    .default('http://127.0.0.1:4000'),
  KETQUA_LAB_KEY: z.string().optional(),
  KETQUA_LAB_KEY_FILE: z.string().optional(),
  KETQUA_ADMIN_PHONE: z.string().optional(),
  KETQUA_ACCESS_TOKEN: z.string().optional(),
  KETQUA_STATE_FOLDER: z.string().optional(),
  XDG_STATE_HOME: z.string().optional(),
  LC_ALL: z.string().optional(),
  LC_MESSAGES: z.string().optional(),
  LANG: z.string().optional(),
});

/** What the environment says to a command. */
export interface CliEnvironment {
  /** Where the platform of this machine keeps its home. */
  readonly home: string;
  readonly url: string;
  readonly labKey: string | undefined;
  readonly labKeyFile: string | undefined;
  /** Whom an authority's commands sign in as. */
  readonly adminPhone?: string | undefined;
  /** A session of an ADMIN that is open already. */
  readonly accessToken?: string | undefined;
  /** Where it is remembered which files were not sent to their end. */
  readonly stateFolder: string;
  /** As `vi_VN.UTF-8`. */
  readonly locale: string;
}

/** Reads the environment of a command. @throws EnvironmentError */
export function commandEnvironment(): CliEnvironment {
  const read = readEnvironment(cliEnvironment);
  const states = read.XDG_STATE_HOME ?? join(homedir(), '.local', 'state');
  return {
    home: read.KETQUA_HOME,
    url: read.KETQUA_URL,
    labKey: read.KETQUA_LAB_KEY,
    labKeyFile: read.KETQUA_LAB_KEY_FILE,
    adminPhone: read.KETQUA_ADMIN_PHONE,
    accessToken: read.KETQUA_ACCESS_TOKEN,
    stateFolder: read.KETQUA_STATE_FOLDER ?? join(states, 'ketqua'),
    locale: read.LC_ALL ?? read.LC_MESSAGES ?? read.LANG ?? 'en',
  };
}

/** The processes without which a command that stays must not go on. */
export const launchers = launcherPids;
