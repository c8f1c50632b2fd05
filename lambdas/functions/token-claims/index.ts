/**
 * The part of Cognito's event that is needed (developer guide, "Pre token generation Lambda trigger"). Its
 * second version can add to access tokens, and add what is no text; the published types allow text only.
 */
export interface PreTokenGenerationEvent {
  readonly request: { readonly userAttributes: Readonly<Record<string, string | undefined>> };
  readonly response: object;
}

export interface ClaimsAnswer {
  readonly claimsAndScopeOverrideDetails: {
    readonly accessTokenGeneration: {
      readonly claimsToAddOrOverride: { readonly email: string; readonly email_verified: boolean };
    };
  };
}

/**
 * Puts `email` and `email_verified` into access tokens, which carry neither on their own. Attributes are text;
 * whatever is not exactly `true` counts as not verified.
 */
export async function handler<Event extends PreTokenGenerationEvent>(
  event: Event,
): Promise<Omit<Event, 'response'> & { readonly response: object | ClaimsAnswer }> {
  const { email, email_verified: verified } = event.request.userAttributes;
  if (email === undefined || email === '') return event;
  const claimsToAddOrOverride = { email, email_verified: verified === 'true' };
  return {
    ...event,
    response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride } } },
  };
}
