/** The API's rule for user ids. With the local issuer, user ids are email addresses. */
const shape = /^[A-Za-z0-9._+@|:'-]{3,256}$/;

/** The id in its canonical form, or null for text that cannot be a user id. */
export function readUserId(text: string): string | null {
  const trimmed = text.trim();
  if (!shape.test(trimmed)) return null;
  return trimmed.includes('@') ? trimmed.toLowerCase() : trimmed;
}
