/** The API's rule for user ids, which the local issuer takes for email addresses. */
const shape = /^[A-Za-z0-9._+@|:'-]{3,256}$/;

/** The id in its canonical form, or null where the API could not know such a user. */
export function readUserId(text: string): string | null {
  const trimmed = text.trim();
  if (!shape.test(trimmed)) return null;
  return trimmed.includes('@') ? trimmed.toLowerCase() : trimmed;
}
