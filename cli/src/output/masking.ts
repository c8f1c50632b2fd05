/** What has the shape of a key, of whatever deployment, also percent-encoded. */
const keyShape = /[a-z][a-z0-9]{1,5}(?:_|%5f)[0-9A-Za-z]{49}\w*/gi;
/** A JSON Web Token: an access token of somebody. */
const tokenShape = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g;

/** What webhooks are signed with, also percent-encoded. */
const webhookSecretShape = /whsec(?:_|%5f)(?:[\w+/=-]|%2[bf]|%3d)+/gi;

/** The text without what looks like a key, an access token, or the secret of a webhook. */
export function masked(text: string): string {
  return text
    .replace(keyShape, '[masked key]')
    .replace(tokenShape, '[masked token]')
    .replace(webhookSecretShape, '[masked secret]');
}

const secretFields = new Set([
  'key',
  'secret',
  'token',
  'access_token',
  'refresh_token',
  'id_token',
  'code',
  'code_verifier',
  'device_code',
]);

/** A JSON text for people to read, without the values of fields that hold secrets; another text as it is, masked. */
export function maskedBody(text: string): string {
  try {
    const shown = JSON.stringify(
      JSON.parse(text),
      (name, value: unknown) => (secretFields.has(name) && typeof value === 'string' ? '[masked]' : value),
      2,
    );
    return masked(shown);
  } catch {
    return masked(text);
  }
}
