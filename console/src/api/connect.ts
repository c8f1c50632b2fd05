import { Latchkey } from '@latchkey/client';
import type { Session } from '../session/session.ts';

const timeoutMs = 10_000;

/** The API, in the name of whoever has signed in. */
export function connectApi(baseUrl: string, session: Session): Latchkey {
  return new Latchkey({
    baseUrl,
    timeoutMs,
    credential: () => session.accessToken(),
    fetch: (url, request) => withFreshToken(url, request, session),
  });
}

/**
 * Calls again, once, where the token is not accepted any more: nothing has been done in its name then. A session that
 * cannot be renewed waits for the person, and the call waits with it: its time begins anew when somebody has signed in.
 */
async function withFreshToken(
  url: Parameters<typeof fetch>[0],
  request: RequestInit | undefined,
  session: Session,
): Promise<Response> {
  const response = await fetch(url, request);
  if (response.status !== 401) return response;
  const headers = new Headers(request?.headers);
  session.reject(headers.get('Authorization')?.replace('Bearer ', '') ?? '');
  await response.body?.cancel();
  headers.set('Authorization', `Bearer ${await session.accessToken()}`);
  return await fetch(url, { ...request, headers, signal: AbortSignal.timeout(timeoutMs) });
}
