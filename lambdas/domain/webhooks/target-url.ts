import { isIP } from 'node:net';
import { invalid } from '../problem.ts';
import { hasUnseen } from '../unseen-characters.ts';
import { isPublic } from './public-address.ts';

/**
 * Who may be sent to. `any` is for trying on a laptop: loopback, private addresses and other ports pass too. Without TLS
 * nothing is sent.
 */
export type TargetPolicy = 'public' | 'any';

export const maxUrlCharacters = 1_024;
const httpsPort = 443;
const maxHostCharacters = 253;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** What stands between `https://` and the path. */
const authorityPattern = /^https:\/\/([^/?#]+)/i;

/** Where an `https` endpoint is, as far as its URL tells. */
export interface Target {
  /** The URL in its usual form, with the host in ASCII. */
  readonly url: string;
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * Reads the URL of an endpoint.
 *
 * @throws Problem `INVALID` naming `url`: not https, another port, a user, a host that is no name of the Internet or an
 * address that is not public
 */
export function readTargetUrl(text: string, policy: TargetPolicy = 'public'): Target {
  const message = faultInUrl(text, policy);
  if (message !== null) throw invalid('url', message);
  const url = new URL(text);
  return { url: url.href, host: hostOf(url), port: url.port === '' ? httpsPort : Number(url.port) };
}

/** What is wrong with the URL of an endpoint, without the URL itself; null where nothing is. */
export function faultInUrl(text: string, policy: TargetPolicy): string | null {
  if (text.length > maxUrlCharacters) return `Must be ${maxUrlCharacters} characters at most`;
  // The parser drops tabs and line breaks, and takes a backslash for a slash: then another host is meant than is read.
  if (/[\s\\]/.test(text) || hasUnseen(text))
    return 'Must have no spaces, backslashes or invisible characters';
  const authority = authorityPattern.exec(text)?.[1];
  if (authority === undefined || !URL.canParse(text)) return 'Must be a URL that begins with https://';
  const url = new URL(text);
  if (authority.includes('@')) return 'Must have no user name or password';
  if (text.includes('#')) return 'Must have no fragment';
  if (policy === 'public' && url.port !== '') return 'Must be on port 443';
  return faultInHost(hostOf(url), authority.replace(/:\d*$/, '').toLowerCase(), policy);
}

/**
 * @param host as the parser has read it
 * @param written as it stands in the URL, in lower case
 */
function faultInHost(host: string, written: string, policy: TargetPolicy): string | null {
  if (isIP(host) !== 0) {
    // The parser takes decimal, octal, hexadecimal and wide digits for an address, and others may take it for another.
    const isUsual = isIP(host) === 6 || host === written;
    if (!isUsual || endsInDot(written)) return 'Must name an address in its usual form, such as 198.51.100.1';
    return policy === 'any' || isPublic(host) ? null : 'Must not lead to an address that is not public';
  }
  if (endsInDot(host)) return 'Must have no dot at the end of the host';
  const labels = host.split('.');
  const isLong = host.length > maxHostCharacters;
  const isName = !isLong && !written.includes('%') && labels.every((each) => label.test(each));
  if (!isName) return 'Must be the name of a host';
  return policy === 'any' || labels.length > 1 ? null : 'Must be a whole name, such as hooks.example.com';
}

function endsInDot(host: string): boolean {
  return host.endsWith('.');
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
