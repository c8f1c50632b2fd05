/** What has the shape of a key, of whatever deployment. */
const keyShape = /[a-z][a-z0-9]{1,5}(?:_|%5f)[0-9A-Za-z]{49}\w*/gi;

/** The text without keys, and without these secrets. */
export function masked(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(secret, '[masked]'), text)
    .replace(keyShape, '[masked key]');
}
