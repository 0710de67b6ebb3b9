import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringsBrowser, UnpackedBrowser } from './browser-unpacked.js';
import { RunningPlatform } from './running-platform.js';

describe.skipIf(!bringsBrowser)('GraphiQL in development', () => {
  let platform: RunningPlatform;
  let browser: UnpackedBrowser;
  let page: Page;
  const wrongs: string[] = [];
  const frames: string[] = [];

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    browser = await UnpackedBrowser.start(join(platform.home, 'camera.mjpeg'));
    page = await browser.browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') wrongs.push(message.text());
    });
    page.on('pageerror', ({ message }) => wrongs.push(message));
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol.startsWith('http') && host !== new URL(platform.url).host) wrongs.push(request.url());
    });
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => frames.push(String(payload)));
    });
  });
  afterAll(async () => {
    await browser?.stop();
    await platform?.stop();
  });

  const run = async (query: string) => {
    await page.goto(`${platform.url}/graphql?query=${encodeURIComponent(query)}`);
    await page.locator('.graphiql-execute-button').click();
  };
  const answer = () => page.locator('.result-window').innerText();

  it('is ours alone: asks, and shows what comes back', async () => {
    await run('query Me { me { id } eventCursor }');
    await expect.poll(answer).toContain('"eventCursor"');
    expect(wrongs).toEqual([]);
  });

  it('knows the schema', async () => {
    await page.locator('button[aria-label*="Documentation"]').first().click();
    await expect.poll(() => page.locator('.graphiql-doc-explorer').innerText()).toContain('Query');
    expect(wrongs).toEqual([]);
  });

  it('subscribes', async () => {
    await run('subscription Changed { trustBundleChanged { id } }');
    await expect.poll(() => frames.some((frame) => frame.includes('connection_ack'))).toBe(true);
    expect(frames.filter((frame) => frame.includes('"error"'))).toEqual([]);
    expect(wrongs).toEqual([]);
  });
});
