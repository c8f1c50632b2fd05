import type { AccessRights } from './access-rights.ts';
import { titles } from './generated/verdicts.ts';

/** What is told about a refusal, and with which status. */
export interface RefusedCall {
  readonly status: 401 | 403 | 429 | 500 | 503;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string;
  readonly missingScopes?: readonly string[];
  readonly missingAccessRights?: AccessRights;
}

export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/**
 * The answer of a backend to a call that may not be made: a problem (RFC 9457), as Latchkey's own are.
 *
 * @param api address of Latchkey's API, with `/v1`; without it `type` leads nowhere
 * @param headers go before those that a refusal has itself
 */
export function problemAnswer(
  { status, code, detail, requestId, missingScopes = [], missingAccessRights = {} }: RefusedCall,
  api: string | undefined,
  headers: Readonly<Record<string, string>>,
): ProblemAnswer {
  const body = {
    type: api === undefined ? 'about:blank' : `${api}/problems/${code}`,
    title: titles[status],
    status,
    detail,
    code,
    requestId,
    ...(missingScopes.length > 0 ? { missingScopes } : {}),
    ...(Object.keys(missingAccessRights).length > 0 ? { missingAccessRights } : {}),
  };
  return {
    status,
    headers: {
      ...headers,
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="latchkey"' } : {}),
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Request-Id': requestId,
    },
    body: JSON.stringify(body),
  };
}
