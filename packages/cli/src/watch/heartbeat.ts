import { mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LabConnection } from '../connection/lab-connection.js';
import type { Expected } from '../connection/request.js';
import { Failure } from '../console/failure.js';

/**
 * Tells the platform, when nothing arrived for a while, that there is nothing to submit, so that the laboratory is
 * on time. When it was last heard of is a file's time: it outlasts a restart.
 */
export class Heartbeat {
  constructor(
    private readonly lab: LabConnection,
    private readonly file: string,
    /** Milliseconds. */
    private readonly period: number,
  ) {
    if (this.#last() === null) this.heardOf();
  }

  /** Notes that the platform has just heard of this laboratory. */
  heardOf(): void {
    mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
    writeFileSync(this.file, '', { flag: 'a', mode: 0o600 });
    const now = new Date();
    utimesSync(this.file, now, now);
  }

  /** Sends a heartbeat if one is due; gives whether it was. @throws Failure */
  async beatIfDue(): Promise<boolean> {
    const last = this.#last() ?? 0;
    const now = Date.now();
    // A clock that was set back must not silence it.
    if (now - last < this.period && last <= now) return false;
    const answer = await this.lab.mutate<Expected>('reportNothingToSubmit', {
      note: 'ketqua watch',
    });
    if (answer.code) throw new Failure('UNEXPECTED', answer.code, answer.message ?? answer.code);
    this.heardOf();
    return true;
  }

  #last(): number | null {
    try {
      return statSync(this.file).mtimeMs;
    } catch {
      return null;
    }
  }
}
