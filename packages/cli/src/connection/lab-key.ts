import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../console/failure.js';
import type { CliEnvironment } from '../environment.js';

// Of a key's length or near it: a name may begin alike.
const written = /ketqua_[0-9A-Za-z]{15,}_[0-9A-Za-z]{20,}/;

/** Whether a text holds a laboratory's key, so that it must not be shown or passed on. */
export function holdsKey(text: string): boolean {
  return written.test(text);
}

/**
 * Reads the key from the environment or from a file that only its owner can read; a file is read anew each time, so
 * that a key can be changed under a command that stays. @throws Failure
 */
export function labKeyFrom(environment: CliEnvironment, keyFile: string | undefined): string {
  const file = keyFile ?? (environment.labKey ? undefined : environment.labKeyFile);
  const key = file === undefined ? environment.labKey?.trim() : keyIn(file);
  if (!key) throw missing(environment);
  return key;
}

function keyIn(file: string): string {
  let mode: number;
  let text: string;
  try {
    mode = statSync(file).mode;
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Failure('KEY_REFUSED', 'KEY_FILE_UNREADABLE', {
      vi: `Không đọc được tệp khóa ${file}.`,
      en: `The key file ${file} cannot be read.`,
    });
  }
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new Failure('KEY_REFUSED', 'KEY_FILE_OPEN', {
      vi: `Người khác đọc được tệp khóa ${file}. Chạy: chmod 600 ${file}`,
      en: `Others can read the key file ${file}. Run: chmod 600 ${file}`,
    });
  }
  return text.trim();
}

function missing({ home }: CliEnvironment): Failure {
  const credentials = join(home, 'demo-credentials.json');
  const demo = `export KETQUA_LAB_KEY=$(node -p "JSON.parse(fs.readFileSync('${credentials}')).labs[0].apiKey")`;
  const hint = isThere(credentials)
    ? {
        vi: `Trong môi trường thử, lấy một khóa mẫu:\n  ${demo}`,
        en: `In development, take one of the demo's:\n  ${demo}`,
      }
    : {
        vi: 'Để thử: npm start tạo một hệ thống mẫu, với khóa trong .ketqua/demo-credentials.json.',
        en: 'To try it, npm start makes a sandbox, with keys in .ketqua/demo-credentials.json.',
      };
  return new Failure('KEY_REFUSED', 'KEY_MISSING', {
    vi: `Chưa có khóa: đặt KETQUA_LAB_KEY, hoặc KETQUA_LAB_KEY_FILE là tệp chứa khóa.\n${hint.vi}`,
    en: `There is no key: set KETQUA_LAB_KEY, or KETQUA_LAB_KEY_FILE to a file that holds it.\n${hint.en}`,
  });
}

function isThere(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
