import type { ChildProcess } from 'node:child_process';
import { masterKeyFrom, masterKeyOf } from '@ketqua/platform';
import { RunningPlatform } from './running-platform.js';

/** A platform whose log is kept, down to the line of each request, and whose key the attacker may borrow. */
export class WatchedPlatform extends RunningPlatform {
  /** Everything that its processes wrote to standard error. */
  log = '';
  #key: string | undefined;

  static override async start(): Promise<WatchedPlatform> {
    return (await RunningPlatform.start.call(WatchedPlatform)) as WatchedPlatform;
  }

  override spawn(script: string, environment: Record<string, string> = {}): ChildProcess {
    this.#key ??= environment.KETQUA_MASTER_KEY;
    const child = super.spawn(script, { KETQUA_LOG_LEVEL: 'info', ...environment });
    child.stderr!.on('data', (chunk) => {
      this.log += chunk;
    });
    return child;
  }

  /** The key of the platform's own tokens and signatures: for what only the right key can show to be refused. */
  get masterKey(): Buffer {
    return this.#key ? masterKeyFrom(this.#key) : masterKeyOf(this.home);
  }
}
