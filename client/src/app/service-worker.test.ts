import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';

type Handler = (event: object) => void;

/** The service worker as a browser runs it, with the pages that are open. */
function worker(pages: { url: string; focus(): Promise<void> }[] = []) {
  const handlers = new Map<string, Handler>();
  const registration = { showNotification: vi.fn(async () => undefined) };
  const clients = { matchAll: async () => pages, openWindow: vi.fn(async () => undefined) };
  const addEventListener = (name: string, handler: Handler) => void handlers.set(name, handler);
  const file = new URL('../../service-worker/service-worker.js', import.meta.url);
  const text = readFileSync(file, 'utf8').replace('__FILES__', '[]').replace('__OFFICER_FILES__', '[]');
  runInNewContext(text, { self: { addEventListener, registration, clients }, URL });
  const happens = async (name: string, facts: object) => {
    let work: Promise<unknown> | undefined;
    const waitUntil = (promise: Promise<unknown>) => {
      work = promise;
    };
    handlers.get(name)?.({ ...facts, waitUntil });
    await work;
  };
  return { registration, clients, happens };
}

test('shows the sentence that came, and one of its own where none can be read', async () => {
  const { registration, happens } = worker();
  await happens('push', { data: { text: () => 'You have a new message.' } });
  await happens('push', { data: null });
  expect(registration.showNotification.mock.calls).toEqual([
    ['Ketqua', expect.objectContaining({ body: 'You have a new message.', tag: 'notice' })],
    ['Ketqua', expect.objectContaining({ body: 'Bạn có thông báo mới.' })],
  ]);
});

test('leads to the page that is open, or opens one', async () => {
  const notification = { close: vi.fn() };
  const open = { url: 'https://ketqua.example/', focus: vi.fn(async () => undefined) };
  const withPage = worker([{ url: 'https://ketqua.example/verify', focus: vi.fn() }, open]);
  await withPage.happens('notificationclick', { notification });
  expect(open.focus).toHaveBeenCalledOnce();
  expect(withPage.clients.openWindow).not.toHaveBeenCalled();
  const without = worker();
  await without.happens('notificationclick', { notification });
  expect(without.clients.openWindow).toHaveBeenCalledWith('/');
  expect(notification.close).toHaveBeenCalledTimes(2);
});
