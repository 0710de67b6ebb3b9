/** Has the service worker keep the files that this door needs without a network: they are too many for every citizen. */
export function keepOfficerFiles(): void {
  if (!('serviceWorker' in navigator)) return;
  void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage('keep-officer-files'));
}
