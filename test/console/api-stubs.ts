import type { Page, Route } from 'playwright-core';

const nobody = { success: 0, denied: 0, error: 0 };

/** Answers of a deployment in which nobody has done anything yet, by the end of their paths. */
const empty: Readonly<Record<string, object>> = {
  counts: {
    total: 0,
    byStatus: { active: 0, paused: 0, expired: 0 },
    byType: { admin: 0, 'end-user': 0 },
    expiring: 0,
    unused: 0,
    neverExpiring: 0,
    unrotated: 0,
    unlimited: 0,
    broad: 0,
    asOf: '2026-01-01T00:00:00.000Z',
    cursor: null,
  },
  summary: {
    from: '2026-01-01',
    to: '2026-01-02',
    countedSince: null,
    total: 0,
    byOutcome: nobody,
    byCode: [],
    busiest: [],
    mostRefused: [],
    days: [],
  },
};
const emptyList = { items: [], cursor: null };

/** Lists, counts and usage without anything in them. */
export async function answerEmpty(page: Page): Promise<void> {
  await stub(page, (route) => {
    const last = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
    if (last === 'config' || last === 'settings' || last === 'scopes') return route.continue();
    return route.fulfill({ json: empty[last] ?? emptyList });
  });
}

/** Every read is refused with a status: who has signed in is known already. 503 asks to come back in a minute. */
export async function answerFailing(page: Page, status: 500 | 503): Promise<void> {
  const problem = { title: 'Failed', status, code: 'INTERNAL', detail: 'It failed', requestId: 'request-1' };
  await stub(page, (route) =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      ...(status === 503 && { headers: { 'Retry-After': '60' } }),
      body: JSON.stringify({ type: 'about:blank', ...problem }),
    }),
  );
}

async function stub(page: Page, answer: (route: Route) => Promise<void>): Promise<void> {
  await page.unrouteAll();
  await page.route(/\/api\/v1\/(?!me$)/, answer);
}
