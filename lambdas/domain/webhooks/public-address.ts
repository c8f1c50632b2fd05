import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Global unicast (RFC 4291, section 2.4): the first three bits are 001. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * True for an address that anybody on the Internet could have. Not so: loopback, private, link-local and with it the
 * metadata service, shared, reserved, documentation, multicast; of IPv6 all outside 2000::/3, and with that what IPv4
 * addresses are mapped into (`::ffff:0:0/96`, NAT64 `64:ff9b::/96`), and 6to4 and Teredo, which end at an IPv4 address too.
 * What is not written as an address usually is, is none.
 */
export function isPublic(text: string): boolean {
  if (isIP(text) === 0 || text.includes('%')) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || address.match(globalUnicast);
}
