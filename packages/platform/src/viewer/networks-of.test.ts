import { expect, it } from 'vitest';
import { networksOf } from './networks-of.js';

it.each([
  ['203.0.113.77', '203.0.113.0/24', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['2001:0DB8:0001:0002::6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['2001:db8::1', '2001:db8:0:0::/64', '2001:db8:0::/48'],
  ['::1', '0:0:0:0::/64', '0:0:0::/48'],
  ['64:ff9b::203.0.113.77', '64:ff9b:0:0::/64', '64:ff9b:0::/48'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64', 'fe80:0:0::/48'],
])('%s lies in %s and %s', (address, subnet, network) => {
  expect(networksOf(address)).toEqual({ subnet, network });
});

it('an address that is none lies in no network', () => {
  for (const address of ['', 'unknown', '1.2.3', ':::']) expect(networksOf(address)).toBeNull();
});
