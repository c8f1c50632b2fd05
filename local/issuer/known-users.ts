import * as z from 'zod';

const pageSize = 100;
/** The page is no place for a longer list. Other users can be typed in. */
const maxPages = 2;
const timeoutMs = 3_000;

const user = z.object({
  userId: z.string(),
  displayName: z.string().nullish(),
  roles: z.array(z.string()).default([]),
  status: z.string().default('active'),
});

/** A user as the sign-in page shows them. */
export type KnownUser = z.infer<typeof user>;

/**
 * Asks the API for its users.
 *
 * @param token of somebody who may read users
 * @returns the users up to the first failure: the API may refuse, or answer in another shape
 */
export async function fetchKnownUsers(apiUrl: string, token: string): Promise<KnownUser[]> {
  const users: KnownUser[] = [];
  let url: string | null = `${apiUrl}/users?limit=${pageSize}`;
  try {
    for (let page = 0; page < maxPages && url !== null; page++) {
      const response: Response = await fetch(url, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) break;
      users.push(...z.array(user).parse(await response.json()));
      url = nextPage(response.headers.get('link'), url);
    }
  } catch {
    // Users can be typed in.
  }
  return users;
}

/** The link's target, but only at the API's own origin: no other may get the token. */
function nextPage(link: string | null, current: string): string | null {
  const [, target] = /<([^>]+)>;\s*rel="next"/.exec(link ?? '') ?? [];
  const url = target === undefined ? null : URL.parse(target, current);
  return url !== null && url.origin === new URL(current).origin ? url.href : null;
}
