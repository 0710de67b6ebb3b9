import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packaged, { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Whether the package brings a browser for this machine. */
export const bringsBrowser = process.platform === 'linux' && process.arch === 'x64';

/**
 * Flags of the package that would make the browser another one than people have: its policies off, or all pages in
 * one process, which then fall together.
 */
const unwanted = ['--single-process', '--disable-web-security', '--allow-running-insecure-content'];

/** Chromium as an npm package brings it, unpacked for one run with its libraries and fonts, and gone with it. */
export class UnpackedBrowser {
  private constructor(
    private readonly home: string,
    readonly browser: Browser,
  ) {}

  /**
   * Starts it, headless.
   * @param cameraFile what its camera shows: JPEG pictures one after another, read when a page opens the camera
   */
  static async start(cameraFile: string): Promise<UnpackedBrowser> {
    const home = await mkdtemp(join(tmpdir(), 'ketqua-browser-'));
    try {
      return new UnpackedBrowser(home, await launch(home, cameraFile));
    } catch (error) {
      await rm(home, { recursive: true, force: true });
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function launch(home: string, cameraFile: string): Promise<Browser> {
  return chromium.launch({
    executablePath: await unpack(home),
    args: [
      ...packaged.args.filter((flag) => !unwanted.includes(flag)),
      '--use-fake-device-for-media-stream',
      // A headless browser has nobody to ask for the camera.
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${cameraFile}`,
    ],
    env: { ...process.env, HOME: home, FONTCONFIG_PATH: home, LD_LIBRARY_PATH: join(home, 'al2023', 'lib') },
    artifactsDir: home,
  });
}

/** Unpacks browser, libraries (NSS is missing on a bare system) and fonts; gives the path of the browser. */
async function unpack(home: string): Promise<string> {
  const before = process.env.TMPDIR;
  // The package knows no other folder, and takes for its own whatever an older version left in the usual one.
  process.env.TMPDIR = home;
  try {
    const libraries = new URL('../bin/al2023.tar.br', import.meta.resolve('@sparticuz/chromium'));
    const [executable] = await Promise.all([packaged.executablePath(), inflate(fileURLToPath(libraries))]);
    await namesFonts(home);
    return executable;
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

/** The package's font configuration looks into its usual folder: writes one that looks into this. */
async function namesFonts(home: string): Promise<void> {
  await mkdir(join(home, 'font-cache'));
  await writeFile(
    join(home, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${home}/fonts</dir><cachedir>${home}/font-cache</cachedir></fontconfig>`,
  );
}
