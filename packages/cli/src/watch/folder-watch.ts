import { setTimeout as pause } from 'node:timers/promises';
import type { LabFileFormat } from '@ketqua/lab-file';
import type { LabConnection } from '../connection/lab-connection.js';
import type { Language } from '../console/console.js';
import { Failure } from '../console/failure.js';
import { effectiveOptions } from '../file/effective-options.js';
import { type ImportOptions, keyed, keyOfBytes, readLabFile } from '../file/lab-file.js';
import { correctionsOf } from '../submit/corrections.js';
import { summaryOf } from '../submit/report.js';
import { type FileOutcome, submitFile, unreadReceipt } from '../submit/submit-file.js';
import type { Arrival, Arrivals } from './arrivals.js';
import type { Heartbeat } from './heartbeat.js';
import { putAway } from './put-away.js';

/** What a watch of a folder hangs on. */
export interface FolderWatchSettings {
  readonly folder: string;
  readonly lab: LabConnection;
  readonly arrivals: Arrivals;
  readonly heartbeat: Heartbeat | null;
  readonly format: LabFileFormat | undefined;
  readonly options: ImportOptions;
  readonly language: Language;
  /** Milliseconds between two looks. */
  readonly interval: number;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

const shortestPause = 5_000;
const longestPause = 60_000;
/** So many files in a row that the platform fails at are no fault of theirs: its database is gone, say. */
const failuresOfAll = 3;

/** A file that the platform could not answer for now. */
interface Postponed {
  readonly until: number;
  readonly pause: number;
}

/**
 * Sends what arrives in a folder, one file after another, and puts it away. At every moment a file lies in the
 * folder or beside its receipt; what is not known to have been answered is sent again under the same key.
 */
export class FolderWatch {
  readonly #postponed = new Map<string, Postponed>();
  #isDown = false;

  constructor(private readonly settings: FolderWatchSettings) {}

  /** Watches until the signal. @throws Failure that only a person can mend: a refused key */
  async run(): Promise<void> {
    while (!this.settings.signal.aborted) {
      await this.#round();
      await this.#pause();
    }
  }

  /** Sends what is there, waiting until it is still, then ends. @returns whether all of it was put away */
  async runOnce(): Promise<boolean> {
    for (;;) {
      const outcome = await this.#round();
      if (outcome !== 'COMING') return outcome === 'DONE';
      await this.#pause();
    }
  }

  /** Looks once, and sends what has arrived. A refused key is thrown; whatever else fails is tried again. */
  async #round(): Promise<'DONE' | 'COMING' | 'POSTPONED'> {
    const { arrivals, heartbeat, signal, log, language } = this.settings;
    try {
      const { arrived, coming } = arrivals.look();
      let failures = 0;
      for (const arrival of arrived) {
        const { until } = this.#postponed.get(arrival.name) ?? { until: 0 };
        if (signal.aborted || failures === failuresOfAll) break;
        if (until <= Date.now()) failures = (await this.#handle(arrival)) ? 0 : failures + 1;
      }
      if (!arrived.length && !coming && (await heartbeat?.beatIfDue())) {
        this.#tellBack();
        log('nothing to submit: the platform was told');
      }
      if (signal.aborted || arrived.some(({ name }) => this.#postponed.has(name))) return 'POSTPONED';
      return coming ? 'COMING' : 'DONE';
    } catch (error) {
      if (signal.aborted) return 'POSTPONED';
      if (error instanceof Failure && error.exit === 'KEY_REFUSED') throw error;
      // An outage is told once, not once a round: it may last a night.
      if (!this.#isDown) log(error instanceof Failure ? error.in(language) : String(error));
      this.#isDown = true;
      return 'POSTPONED';
    }
  }

  #tellBack(): void {
    if (this.#isDown) this.settings.log('the platform answers again');
    this.#isDown = false;
  }

  #pause(): Promise<void> {
    const { interval, signal } = this.settings;
    return pause(interval, undefined, { signal }).catch(() => undefined);
  }

  /** Sends one file and puts it away. @returns whether it is not to be tried again */
  async #handle(arrival: Arrival): Promise<boolean> {
    const { arrivals, folder, lab, language, log, heartbeat } = this.settings;
    const { name } = arrival;
    try {
      const outcome = await this.#outcomeOf(arrival);
      if (!outcome) return true;
      const { receipt, exit } = outcome;
      if (exit === 'KEY_REFUSED' || exit === 'NOT_REACHABLE' || exit === 'UNEXPECTED') {
        throw new Failure(exit, receipt.error!.code, receipt.error!.message);
      }
      const corrections = await correctionsOf(lab, receipt);
      if (receipt.submissions.length) heartbeat?.heardOf();
      if (!arrivals.isUnchanged(arrival)) {
        log(`${name}: changed while it was sent; it is sent again`);
        return true;
      }
      const { fate, names } = putAway(folder, name, receipt, corrections);
      this.#postponed.delete(name);
      this.#tellBack();
      const said = receipt.error
        ? `${receipt.error.code} ${receipt.error.message}`
        : summaryOf(receipt, language);
      log(`${name}: ${said} -> ${fate}/${names.name}`);
      return true;
    } catch (error) {
      if (!this.settings.signal.aborted) {
        if (concernsAll(error)) throw error;
        this.#postpone(name, error instanceof Failure ? error.in(language) : String(error));
      }
      return false;
    }
  }

  /** Sends a file; `null` where it was written to while it was read: it has not arrived yet. */
  async #outcomeOf(arrival: Arrival): Promise<FileOutcome | null> {
    const { arrivals, lab, format, options, language } = this.settings;
    const { name, path } = arrival;
    try {
      const read = readLabFile(path, format);
      if (!arrivals.isUnchanged(arrival)) return null;
      return await submitFile(lab, keyed(read, await effectiveOptions(lab, options)), language);
    } catch (error) {
      // Only what is known of the file itself is the last word.
      if (!(error instanceof Failure) || error.exit !== 'FILE_UNREADABLE' || error.code === 'FILE_UNREADABLE')
        throw error;
      return unreadReceipt({ name, key: keyOfBytes(path) }, lab.url, error, language);
    }
  }

  /** Leaves a file where it is, and comes back to it later: others go on. */
  #postpone(name: string, reason: string): void {
    const last = this.#postponed.get(name)?.pause ?? shortestPause / 2;
    const next = Math.min(last * 2, longestPause);
    this.#postponed.set(name, { until: Date.now() + next, pause: next });
    this.settings.log(`${name}: stays here, tried again in ${Math.round(next / 1000)} s: ${reason}`);
  }
}

/** Whether a failure would meet the next file too: it is no use to try that one now. */
function concernsAll(error: unknown): boolean {
  if (!(error instanceof Failure)) return false;
  return error.exit === 'KEY_REFUSED' || error.code === 'NOT_REACHABLE' || error.code === 'NOT_A_PLATFORM';
}
