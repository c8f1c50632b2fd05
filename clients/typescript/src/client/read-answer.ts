import { problemErrors } from '../generated/problem-errors.ts';
import type { Problem } from '../generated/api.ts';
import { type LatchkeyError, UnexpectedAnswerError } from './errors.ts';
import { masked } from './masking.ts';
import { ProblemError } from './problem-error.ts';

/** Lambda answers with 6 MB at the most. */
const maxBytes = 10_000_000;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; null for 204. */
  readonly body: unknown;
}

/**
 * Reads an answer to its end.
 *
 * @param secrets masked in what is told of refusals
 * @throws LatchkeyError for what is not a success, and for what is no answer of Latchkey's
 */
export async function readAnswer(response: Response, secrets: readonly string[]): Promise<Answer> {
  const { status, headers } = response;
  const unexpected = (what: string) => new UnexpectedAnswerError(what, status, requestIdOf(headers, secrets));
  if (status === 0 || (status >= 300 && status < 400)) {
    await response.body?.cancel();
    throw unexpected('is a redirect, which is not followed');
  }
  const text = await readText(response, unexpected);
  if (status === 204) return { status, headers, body: null };
  if (!response.ok)
    throw readProblem(masked(text, secrets), headers) ?? unexpected('is no problem of its own');
  const body = parse(text);
  if (typeof body !== 'object' || body === null) throw unexpected('is not the JSON that it should be');
  return { status, headers, body };
}

async function readText(response: Response, unexpected: (what: string) => LatchkeyError): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = '';
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      throw unexpected('has no end');
    }
    text += decoder.decode(value, { stream: true });
  }
}

function readProblem(text: string, headers: Headers): ProblemError | null {
  const problem = parse(text) as Partial<Problem> | null | undefined;
  if (typeof problem?.code !== 'string' || typeof problem.status !== 'number') return null;
  const { errors, missingScopes, missingAccessRights } = problem;
  const told = {
    type: String(problem.type),
    title: String(problem.title),
    status: problem.status,
    detail: String(problem.detail),
    code: problem.code,
    requestId: String(problem.requestId),
    ...(Array.isArray(errors) && {
      errors: errors.filter((each) => typeof each === 'object' && each !== null),
    }),
    ...(Array.isArray(missingScopes) && { missingScopes }),
    ...(missingAccessRights && { missingAccessRights }),
  };
  const ErrorOfCode = Object.hasOwn(problemErrors, told.code) ? problemErrors[told.code] : undefined;
  return new (ErrorOfCode ?? ProblemError)(told, retryAfterOf(headers));
}

/** Seconds; dates are not sent by Latchkey, and not read. */
function retryAfterOf(headers: Headers): number | null {
  const value = headers.get('Retry-After') ?? '';
  return /^\d{1,9}$/.test(value) ? Number(value) : null;
}

function requestIdOf(headers: Headers, secrets: readonly string[]): string | null {
  const id = headers.get('X-Request-Id');
  return id === null ? null : masked(id, secrets);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
