import { createHash } from 'node:crypto';

const hashCharacters = 16;

/**
 * The URL of an endpoint as audit events have it: where it leads to, and a hash by which another shows. The path of many a
 * receiver is what lets one write to it, and more people read the audit log.
 */
export function urlInEvents(url: string | null): string | null {
  if (url === null || !url.startsWith('https:')) return url;
  const { origin, href } = new URL(url);
  if (href === `${origin}/`) return href;
  return `${origin}/… sha256:${createHash('sha256').update(href).digest('hex').slice(0, hashCharacters)}`;
}
