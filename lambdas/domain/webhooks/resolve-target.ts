import { isIP } from 'node:net';
import { isPublic } from './public-address.ts';
import { readTargetUrl, type Target, type TargetPolicy } from './target-url.ts';

/** Every address that a name has now, IPv4 and IPv6. It throws, or tells none, where the name has none. */
export type ResolveAll = (name: string) => Promise<readonly string[]>;

/** Where to connect to; the name in the URL is for TLS and the `Host` header alone, and is not resolved again. */
export interface Destination extends Target {
  readonly address: string;
  readonly family: 4 | 6;
}

export type Resolution =
  | { readonly kind: 'found'; readonly destination: Destination }
  | { readonly kind: 'unresolved' }
  /** One of its addresses, at least, is not public: the others are not tried. */
  | { readonly kind: 'not public' };

/**
 * The address of an endpoint, looked up and checked at each attempt. IPv4 first: a function outside of a VPC reaches no
 * IPv6 address.
 *
 * @throws Problem `INVALID` naming `url`, as where the URL is read
 */
export async function resolveTarget(
  url: string,
  resolveAll: ResolveAll,
  policy: TargetPolicy = 'public',
): Promise<Resolution> {
  const target = readTargetUrl(url, policy);
  const addresses = isIP(target.host) === 0 ? await lookUp(target.host, resolveAll) : [target.host];
  if (addresses.some((address) => isIP(address) === 0)) return { kind: 'unresolved' };
  if (policy === 'public' && !addresses.every(isPublic)) return { kind: 'not public' };
  const address = addresses.find((each) => isIP(each) === 4) ?? addresses[0];
  if (address === undefined) return { kind: 'unresolved' };
  return { kind: 'found', destination: { ...target, address, family: isIP(address) === 4 ? 4 : 6 } };
}

async function lookUp(name: string, resolveAll: ResolveAll): Promise<readonly string[]> {
  try {
    return await resolveAll(name);
  } catch {
    return [];
  }
}
