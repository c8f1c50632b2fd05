import { readIpAddress, readRange } from './ip-address.ts';

/** Tells where a call comes from; null where that is not known. */
export type FindSource = (peer: string | undefined, forwardedFor: string | null | undefined) => string | null;

/**
 * The address that the connection comes from; and as long as that is one of the named proxies, the one that it says it has
 * forwarded for, from the right of `X-Forwarded-For`. Whatever a client writes there stands to the left of what the first
 * proxy has seen, and is not read.
 *
 * @param trustedProxies addresses, and ranges in CIDR notation
 * @throws TypeError for what is neither
 */
export function sourceFinder(trustedProxies: readonly string[]): FindSource {
  const ranges = trustedProxies.map(readRange);
  return (peer, forwardedFor) => {
    const hops = forwardedFor ? forwardedFor.split(',') : [];
    for (let text = peer; text !== undefined; text = hops.pop()) {
      const address = readIpAddress(withoutPort(text.trim()));
      if (address === null) return null;
      if (hops.length === 0 || !ranges.some((holds) => holds(address))) return address.text;
    }
    return null;
  };
}

/** Some proxies write `203.0.113.7:4711`, or `[2001:db8::1]:4711`. */
function withoutPort(text: string): string {
  const [, address] = /^\[([^\]]+)\](?::\d+)?$/.exec(text) ?? /^([\d.]+):\d+$/.exec(text) ?? [];
  return address ?? text;
}
