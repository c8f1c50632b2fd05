/** What is needed of Cognito's second version of the event; the published types allow claims of text only. */
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

/** Puts `email` and `email_verified` into access tokens. Only the text `true` counts as verified. */
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
