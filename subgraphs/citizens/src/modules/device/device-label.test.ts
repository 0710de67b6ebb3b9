import { expect, it } from 'vitest';
import { deviceLabel } from './device-label.js';

it.each([
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36',
    'Chrome, Android',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1',
    'Safari, iPhone',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0',
    'Edge, Windows',
  ],
  [
    'Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/24.0 Chrome/117.0.0.0 Mobile Safari/537.36',
    'Samsung Internet, Android',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0', 'Firefox, Linux'],
  ['curl/8.5.0', ''],
  [undefined, ''],
])('calls %s by plain words', (agent, label) => {
  expect(deviceLabel(agent)).toBe(label);
});

it('takes over no word of a client, whatever it calls itself', () => {
  const forged = '<script>alert(1)</script>"\' Chrome/1 <img src=x onerror=alert(1)> Android; thiết bị này';
  expect(deviceLabel(forged)).toBe('Chrome, Android');
  expect(deviceLabel('<b>this device</b>')).toBe('');
});
