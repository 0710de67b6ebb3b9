import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { BrowserContext, BrowserContextOptions, Locator, Page, Request } from 'playwright-core';
import type { UnpackedBrowser } from './browser-unpacked.js';
import type { RunningPlatform } from './running-platform.js';

/** Where a person finds the platform. */
type Place = Pick<RunningPlatform, 'url'> & Partial<Pick<RunningPlatform, 'home'>>;

/** How long a page may take for what a person waits for; far above what it takes. */
const patience = 10_000;

type Screen = Pick<BrowserContextOptions, 'viewport' | 'deviceScaleFactor'>;

/** The screens that the pages are drawn for. */
export const screens = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 },
  desk: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
} satisfies Record<string, Screen>;

interface Message {
  readonly id: string;
  readonly to: string;
  readonly code: string | null;
}

/** What a browser writes by itself where a page is told that its session is over (GraphQL over HTTP: status 401). */
const sessionOver = /status of 401 \(Unauthorized\) \S+\/graphql$/;

/** A person at a browser that nobody else uses, and all that went wrong on their page. */
export class Visitor {
  /** Errors of the console, breaches of the content policy, requests that left the platform. */
  readonly wrongs: string[] = [];
  #loads = 0;

  private constructor(
    private readonly platform: Place,
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    const note = (what: string) => void this.wrongs.push(what);
    page.on('console', (message) => {
      const written = `console: ${message.text()} ${message.location().url}`;
      if (message.type() === 'error' && !sessionOver.test(written)) note(written);
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
    platform: Place,
    path: '/' | '/verify' | '/lab' | '/help-desk' | '/authority',
    screen: Screen,
  ): Promise<Visitor> {
    const context = await browser.newContext(screen);
    context.setDefaultTimeout(patience);
    const visitor = new Visitor(platform, context, await context.newPage());
    await visitor.page.goto(`${platform.url}${path}`);
    return visitor;
  }

  /** The same person's other tab. */
  async anotherTab(): Promise<Visitor> {
    const visitor = new Visitor(this.platform, this.context, await this.context.newPage());
    await visitor.page.goto(this.platform.url);
    return visitor;
  }

  /** Loads the page anew on a device whose clock is wrong by so many milliseconds. */
  async shiftClock(milliseconds: number): Promise<void> {
    await this.page.addInitScript(`{
      const RealDate = Date;
      globalThis.Date = class extends RealDate {
        constructor(...given) {
          if (given.length) super(...given);
          else super(RealDate.now() + ${milliseconds});
        }
        static now() {
          return RealDate.now() + ${milliseconds};
        }
      };
    }`);
    await this.page.reload();
  }

  /** Lets time pass on the page that is open, until the platform tells it the time again. */
  elapse(milliseconds: number): Promise<void> {
    return this.#evaluate(`void ((now) => {
      Date.now = () => now() + ${milliseconds};
    })(Date.now.bind(Date))`);
  }

  /** Forgets a cookie of this browser, as its end does. */
  forgetCookie(name: string | RegExp): Promise<void> {
    return this.context.clearCookies({ name });
  }

  /** Doubles the size of all type, as a person with weak eyes sets it, and sets it back. */
  largeType(isLarge: boolean): Promise<void> {
    return this.#evaluate(`void (document.documentElement.style.fontSize = '${isLarge ? '200%' : ''}')`);
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
    const earlier = new Set((await this.#codesTo(phone)).map(({ id }) => id));
    await this.part('phone-field').fill(phone);
    await this.press('Gửi mã');
    await this.part('code-field').waitFor();
    await this.part('code-field').fill(await this.#codeTo(phone, earlier));
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
    const file = join(this.platform.home ?? tmpdir(), `${randomUUID()}.png`);
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

  /** Drops a CSV file where one may be dropped, as a hand with a mouse does. */
  drop(name: string, content: string): Promise<void> {
    return this.#evaluate(`(() => {
      const place = document.querySelector('[data-testid="drop-place"]');
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)}, { type: 'text/csv' }));
      for (const type of ['dragenter', 'dragover', 'drop']) {
        place.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    })()`);
  }

  /** Lets an operation reach the platform, and keeps its answer from the page: a line that is cut behind a request. */
  async withholds(operation: string): Promise<{ asked(): number }> {
    let asked = 0;
    await this.page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes(`mutation ${operation}(`)) return route.continue();
      asked += 1;
      // The page may be gone before the answer is there.
      await route.fetch().catch(() => undefined);
    });
    return { asked: () => asked };
  }

  /** The name of what has the focus: its label, or its own words. */
  focused(): Promise<string> {
    return this.#evaluate(`(() => {
      const { activeElement: element } = document;
      return (element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent).trim();
    })()`);
  }

  /** What a reader says of the active cell besides its text. */
  described(): Promise<string> {
    return this.#evaluate(`(() => {
      const cell = document.getElementById(document.activeElement.getAttribute('aria-activedescendant'));
      return document.getElementById(cell.getAttribute('aria-describedby')).innerText;
    })()`);
  }

  /**
   * Scrolls from one end of a frame to the other, a step with each frame of the screen.
   * @returns the longest time between two frames (ms), and the most parts that were in the page at once
   */
  scrollThrough(frame: string, part: string): Promise<{ slowest: number; median: number; drawn: number }> {
    return this.#evaluate(`new Promise((resolve) => {
      const element = document.querySelector('[data-testid="${frame}"]');
      const times = [];
      let drawn = 0;
      let before;
      const step = (now) => {
        if (before !== undefined) times.push(now - before);
        before = now;
        drawn = Math.max(drawn, document.querySelectorAll('[data-testid="${part}"]').length);
        if (times.length < 240) {
          element.scrollTop = (element.scrollHeight * times.length) / 240;
          requestAnimationFrame(step);
        } else {
          times.sort((one, other) => one - other);
          resolve({ slowest: times.at(-1), median: times[times.length / 2], drawn });
        }
      };
      requestAnimationFrame(step);
    })`);
  }

  /** Cuts the browser's network, and joins it again. */
  online(isOnline: boolean): Promise<void> {
    return this.context.setOffline(!isOnline);
  }

  /** Waits until the page can be opened without a network. */
  installed(): Promise<void> {
    return this.#evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  }

  /** Everything that this browser keeps for the platform: its stores, databases and caches, as one text. */
  kept(): Promise<string> {
    return this.#evaluate(`(async () => {
      const found = { local: { ...localStorage }, session: { ...sessionStorage }, databases: {}, caches: {} };
      for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((resolve, reject) => {
          const open = indexedDB.open(name);
          open.onsuccess = () => resolve(open.result);
          open.onerror = () => reject(open.error);
        });
        for (const store of database.objectStoreNames) {
          const all = database.transaction(store).objectStore(store).getAllKeys();
          found.databases[name + '/' + store] = await new Promise((resolve) => {
            all.onsuccess = () => resolve(all.result);
          });
        }
        database.close();
      }
      for (const name of await caches.keys()) {
        const requests = await (await caches.open(name)).keys();
        found.caches[name] = requests.map(({ url }) => new URL(url).pathname);
      }
      return JSON.stringify(found);
    })()`);
  }

  /** The verifications that wait to be handed in on an officer's phone, as the browser keeps them. */
  queue(): Promise<string[]> {
    return this.#evaluate(`new Promise((resolve, reject) => {
      const open = indexedDB.open('ketqua-officer');
      open.onerror = () => reject(open.error);
      open.onsuccess = () => {
        const desk = open.result.transaction('desk').objectStore('desk');
        const [queue, batch] = [desk.get('queue'), desk.get('batch')];
        // Asked after it, answered after it.
        batch.onsuccess = () =>
          resolve([...(batch.result?.sealed ?? []), ...(queue.result ?? []).map(({ sealed }) => sealed)]);
      };
    })`);
  }

  /** What breaks WCAG 2.2 A or AA on the page as it is, once nothing moves: axe's rule, and where. */
  async violations(): Promise<string[]> {
    await this.#evaluate(`${axe.source}; undefined`);
    // React Aria's announcer keeps for some seconds what it had read out, by the name of what is gone by then.
    return this.#evaluate(`Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined))).then(
      () => axe.run({ exclude: [['[data-live-announcer]']] }, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      }),
    ).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ' ' + target.join(' '))),
    )`);
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

  /** The code that came to a phone since: it may have been sent others before. */
  async #codeTo(phone: string, earlier: ReadonlySet<string>): Promise<string> {
    for (const end = Date.now() + patience; Date.now() < end; ) {
      const fresh = (await this.#codesTo(phone)).find(({ id }) => !earlier.has(id));
      if (fresh) return fresh.code;
      await this.page.waitForTimeout(50);
    }
    throw new Error('No code arrived');
  }

  async #codesTo(phone: string): Promise<{ id: string; code: string }[]> {
    const response = await fetch(`${this.platform.url}/dev/messages`, {
      headers: { accept: 'application/json' },
    });
    return ((await response.json()) as Message[]).flatMap(({ id, to, code }) =>
      to === phone && code ? [{ id, code }] : [],
    );
  }
}
