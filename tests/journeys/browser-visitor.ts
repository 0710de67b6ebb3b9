import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { BrowserContext, BrowserContextOptions, Locator, Page, Request } from 'playwright-core';
import type { UnpackedBrowser } from './browser-unpacked.js';
import type { RunningPlatform } from './running-platform.js';

/** How long a page may take for what a person waits for; far above what it takes. */
const patience = 10_000;

type Screen = Pick<BrowserContextOptions, 'viewport' | 'deviceScaleFactor'>;

/** The screens that the pages are drawn for. */
export const screens = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 },
  desk: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
} satisfies Record<string, Screen>;

interface Message {
  readonly to: string;
  readonly code: string | null;
  readonly sentAt: string;
}

/** A person at a browser that nobody else uses, and all that went wrong on their page. */
export class Visitor {
  /** Errors of the console, breaches of the content policy, requests that left the platform. */
  readonly wrongs: string[] = [];
  #loads = 0;

  private constructor(
    private readonly platform: RunningPlatform,
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    const note = (what: string) => void this.wrongs.push(what);
    page.on('console', (message) => {
      if (message.type() === 'error') note(`console: ${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => note(`thrown: ${error.message}`));
    page.on('crash', () => note('crashed'));
    page.on('domcontentloaded', () => {
      this.#loads += 1;
    });
    context.on('request', (request) => this.#watch(request));
    page.on('websocket', (socket) => {
      if (new URL(socket.url()).host !== new URL(platform.url).host) note(`left: ${socket.url()}`);
    });
  }

  /** Opens a door of the platform in a context of its own, in Vietnamese. */
  static async at(
    { browser }: UnpackedBrowser,
    platform: RunningPlatform,
    path: '/' | '/verify',
    screen: Screen,
  ): Promise<Visitor> {
    const context = await browser.newContext(screen);
    context.setDefaultTimeout(patience);
    const visitor = new Visitor(platform, context, await context.newPage());
    await visitor.page.goto(`${platform.url}${path}`);
    return visitor;
  }

  /** How often the page was loaded; a page that stays is loaded once. */
  get loads(): number {
    return this.#loads;
  }

  /** What carries a `data-testid`, and the attributes given by their name after `data-`. */
  part(name: string, attributes: Record<string, string> = {}): Locator {
    const more = Object.entries(attributes).map(([key, value]) => `[data-${key}="${value}"]`);
    return this.page.locator(`[data-testid="${name}"]${more.join('')}`);
  }

  press(name: string): Promise<void> {
    return this.page.getByRole('button', { name, exact: true }).click();
  }

  /** Signs in with a phone and the code that comes to it. */
  async signIn(phone: string): Promise<void> {
    await this.part('phone-field').fill(phone);
    await this.press('Gửi mã');
    await this.part('code-field').waitFor();
    await this.part('code-field').fill(await this.#codeTo(phone));
    await this.press('Tiếp tục');
    await this.part('code-field').waitFor({ state: 'detached' });
  }

  /** Opens the one person of this phone by a birth date, as somebody types it. */
  async openPerson(birthDate: string): Promise<void> {
    await this.part('birth-date-field').fill(birthDate);
    await this.press('Mở');
    await this.part('person', { claimed: 'true' }).waitFor();
  }

  /** Opens the QR code of the newest result. */
  async openQr(): Promise<void> {
    await this.part('open-qr').first().click();
    await this.part('qr').waitFor();
  }

  /** Saves the QR code by the page's own button; gives the file. */
  async saveQr(): Promise<string> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.part('qr-image-download').click(),
    ]);
    const file = join(this.platform.home, `${randomUUID()}.png`);
    await download.saveAs(file);
    return file;
  }

  /** What JavaScript of the page can read: its cookies, and what its stores hold. */
  readable(): Promise<{ cookie: string; stores: Record<string, string> }> {
    return this.#evaluate('({ cookie: document.cookie, stores: { ...localStorage, ...sessionStorage } })');
  }

  /** The cookies that the browser keeps, which no script should see. */
  cookies() {
    return this.context.cookies();
  }

  /** How many CSS pixels the page is wider than its window. */
  overflow(): Promise<number> {
    return this.#evaluate('document.documentElement.scrollWidth - window.innerWidth');
  }

  /** The language that the page says it is in. */
  language(): Promise<string> {
    return this.#evaluate('document.documentElement.lang');
  }

  leave(): Promise<void> {
    return this.context.close();
  }

  /** Asks the page by an expression, for these tests are compiled without its types. */
  #evaluate<Value>(expression: string): Promise<Value> {
    return this.page.evaluate<Value>(expression);
  }

  #watch(request: Request): void {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'blob:' && origin !== this.platform.url) this.wrongs.push(`left: ${request.url()}`);
  }

  async #codeTo(phone: string): Promise<string> {
    for (const end = Date.now() + patience; Date.now() < end; ) {
      const response = await fetch(`${this.platform.url}/dev/messages`, {
        headers: { accept: 'application/json' },
      });
      const fresh = ((await response.json()) as Message[])
        .filter(({ to, code }) => to === phone && code)
        .sort((one, other) => Date.parse(other.sentAt) - Date.parse(one.sentAt))[0];
      if (fresh?.code) return fresh.code;
      await this.page.waitForTimeout(50);
    }
    throw new Error('No code arrived');
  }
}
