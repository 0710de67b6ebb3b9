import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphqlClient } from '@ketqua/cli';
import { templateCsv } from '@ketqua/lab-file';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringsBrowser, UnpackedBrowser } from './browser-unpacked.js';
import { screens, Visitor } from './browser-visitor.js';
import { KetquaCommand } from './ketqua-command.js';
import { labOf, newPhone, sentResult, submit } from './people.js';
import { RunningPlatform } from './running-platform.js';

/** A platform that, once it is asked to, executes trusted documents only, as in production. */
class TrustingPlatform extends RunningPlatform {
  #isTrusting = false;

  async trust(): Promise<void> {
    await this.crash('gateway');
    this.#isTrusting = true;
    await this.launch();
  }

  override spawn(script: string, environment: Record<string, string> = {}): ChildProcess {
    const trusting: Record<string, string> = this.#isTrusting ? { KETQUA_TRUSTED_DOCUMENTS: 'on' } : {};
    return super.spawn(script, { ...trusting, ...environment });
  }
}

describe('a platform that executes trusted documents only', () => {
  let platform: TrustingPlatform;
  const phone = newPhone();
  beforeAll(async () => {
    platform = (await TrustingPlatform.start()) as TrustingPlatform;
    await submit(await labOf(platform), [sentResult(phone)]);
    await platform.trust();
  });
  afterAll(() => platform?.stop());

  it('answers no document of a stranger', async () => {
    const refused = new GraphqlClient(platform.url).ask('{ me { id } }');
    await expect(refused).rejects.toMatchObject({ code: 'DOCUMENT_NOT_TRUSTED' });
  });

  it("serves a laboratory's command", async () => {
    const command = new KetquaCommand(platform);
    writeFileSync(command.path('day.csv'), templateCsv());
    for (const [args, said] of [
      [['submit', 'day.csv'], '1 accepted'],
      [['status'], 'ON_TIME'],
    ] as const) {
      const { code, out, err } = await command.run(args);
      expect([code, out + err]).toEqual([0, expect.stringContaining(said)]);
    }
    command.stop();
  });

  it.skipIf(!bringsBrowser)('serves the web app: sign-in, streams, a QR code, a reload', async () => {
    const browser = await UnpackedBrowser.start(join(platform.home, 'camera.mjpeg'));
    const citizen = await Visitor.at(browser, platform, '/', screens.phone);
    await citizen.signIn(phone);
    await citizen.openPerson('14/03/1990');
    await citizen.openQr();
    await citizen.page.reload();
    await citizen.part('result').first().waitFor();
    expect(citizen.wrongs).toEqual([]);
    await citizen.leave();
    await browser.stop();
  });
});
