import { isIPv4, isIPv6 } from 'node:net';

/**
 * The networks that an address lies in, narrowest first: an IPv4 address is one of 256 in a /24; a household has an
 * IPv6 /64 of its own, and a customer often a /48. An address that is none lies in no network.
 */
export function networksOf(address: string): { subnet: string; network: string } | null {
  if (isIPv4(address)) {
    const subnet = `${address.split('.').slice(0, 3).join('.')}.0/24`;
    return { subnet, network: subnet };
  }
  const bare = address.replace(/%.*$/, '');
  if (!isIPv6(bare)) return null;
  const groups = groupsOf(bare);
  return { subnet: `${groups.slice(0, 4).join(':')}::/64`, network: `${groups.slice(0, 3).join(':')}::/48` };
}

function groupsOf(address: string): string[] {
  const [before = '', after] = address.split('::');
  const part = (text: string) => (text ? text.split(':').flatMap(hexOf) : []);
  const [head, tail] = [part(before), part(after ?? '')];
  const zeros = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  return [...head, ...Array<string>(zeros).fill('0'), ...tail].map((group) =>
    Number.parseInt(group, 16).toString(16),
  );
}

/** An IPv4 address at the end of an IPv6 one is two groups. */
function hexOf(group: string): string[] {
  if (!group.includes('.')) return [group];
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
  return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
}
