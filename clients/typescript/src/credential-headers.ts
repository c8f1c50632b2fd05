/** Whether a backend must not see a header: credentials, and what a client says in the name of Latchkey. */
export function isWithheld(name: string): boolean {
  // Frameworks that make variables of headers take `_` and `-` for the same.
  return /^(authorization$|x-api-key$|x-latchkey-)/i.test(name.replaceAll('_', '-'));
}
