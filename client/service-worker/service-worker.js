// Keeps the citizen's and the officer's pages usable without a network: its own files, and nothing that belongs to a person. What is
// asked of the platform (/graphql, sockets, anything but a file of the app) never passes through here.
// Written out at build time: the release's name, and the files that the citizen's door needs.
const release = '__RELEASE__';
/** @type {readonly string[]} */
const files = __FILES__;
/** What the officer's door needs besides: kept on a phone where an officer signed in. @type {readonly string[]} */
const officerFiles = __OFFICER_FILES__;

const cacheName = `ketqua-${release}`;
/** How long a page waits for the network before it opens from the cache. */
const patience = 3_000;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(files.map((file) => new Request(file, { cache: 'reload' })))),
  );
});

// An officer signed in here: the door opens without a network from now on.
self.addEventListener('message', (event) => {
  if (event.data === 'keep-officer-files') event.waitUntil(keepOfficerFiles());
});

async function keepOfficerFiles() {
  const cache = await caches.open(cacheName);
  const missing = [];
  for (const file of officerFiles) if (!(await cache.match(file))) missing.push(file);
  await Promise.all(missing.map((file) => cache.add(new Request(file, { cache: 'reload' }))));
}

// A new release takes over once every page of the old one is closed: an open page keeps the files that it began with.
self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith('ketqua-') && name !== cacheName)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  // The laboratory's, the help desk's and the authority's doors, and the account, need the network.
  if (request.mode === 'navigate') {
    if (pathname === '/' || pathname === '/verify') event.respondWith(page(request));
  } else if (files.includes(pathname) || officerFiles.includes(pathname)) {
    event.respondWith(
      caches.match(pathname, { cacheName, ignoreVary: true }).then((kept) => kept ?? fetch(request)),
    );
  }
});

/** The network's page where it comes in time, else the one of this release. */
async function page(request) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), patience);
  try {
    const response = await fetch(request.url, { signal: abort.signal, credentials: 'same-origin' });
    // A proxy that finds nobody behind it is no page of ours.
    if (response.status < 500) return response;
    throw new Error('The platform is down');
  } catch {
    return (await caches.match('/', { cacheName, ignoreVary: true })) ?? Response.error();
  } finally {
    clearTimeout(timer);
  }
}

// Shows that something waits: the sentence that came, encrypted for this browser, and nothing of what it is about.
// A push without a readable sentence still has to be shown: browsers take the permission away from silent ones.
self.addEventListener('push', (event) => {
  const body = event.data?.text() || 'Bạn có thông báo mới.';
  event.waitUntil(
    self.registration.showNotification('Ketqua', { body, tag: 'notice', renotify: true, icon: '/icon.svg' }),
  );
});

// Leads to the page that is open, or opens one.
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const open = async () => {
    const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const page = pages.find(({ url }) => new URL(url).pathname === '/') ?? pages[0];
    await (page ? page.focus() : self.clients.openWindow('/'));
  };
  event.waitUntil(open());
});
