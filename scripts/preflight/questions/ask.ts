import type { Answer } from '../account.ts';

const denials = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedException']);

/**
 * Asks, and turns a refusal or failure into its reason. Of an error only its name is told: messages can quote the
 * request, and with it a session token.
 *
 * @param permission the IAM action that the question needs
 */
export async function ask<T>(permission: string, question: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await question() };
  } catch (error) {
    const name = nameOf(error);
    return { reason: denials.has(name) ? `${permission} is not allowed` : `${permission} failed (${name})` };
  }
}

/** The code of a refused connection or of a service's error, else the error's name. */
export function nameOf(error: unknown): string {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' ? code : String(name);
}
