import * as z from 'zod';

const pageSize = 100;
/** A longer list helps nobody: there is a field to type into. */
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
 * @returns what could be had; the API may refuse, or be of another shape
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
    // Whoever signs in can still type a name.
  }
  return users;
}

/** The token goes to the API's own origin only, whatever the header says. */
function nextPage(link: string | null, current: string): string | null {
  const [, target] = /<([^>]+)>;\s*rel="next"/.exec(link ?? '') ?? [];
  const url = target === undefined ? null : URL.parse(target, current);
  return url !== null && url.origin === new URL(current).origin ? url.href : null;
}
