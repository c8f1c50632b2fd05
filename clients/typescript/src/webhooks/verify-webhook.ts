import { type WebhookFault, WebhookVerificationError } from './webhook-verification-error.ts';

/** Headers of a request: those of `Request`, of Node.js, of an event of Lambda. */
export type WebhookHeaders =
  | Pick<Headers, 'get'>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface WebhookEvent {
  /** The same at every attempt: whoever keeps it acts once on what may come twice. */
  readonly id: string;
  /** `api_key.created`, `api_key.expiring` … */
  readonly type: string;
  /** When it happened, ISO-8601. */
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface WebhookOptions {
  /** Seconds that the attempt may be away from now; default 300. */
  readonly toleranceSeconds?: number;
  /** Milliseconds since the epoch; default the system's clock. */
  readonly now?: () => number;
}

const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
const secretPrefix = 'whsec_';
const scheme = 'v1,';
const defaultToleranceSeconds = 300;
const encoder = new TextEncoder();

/**
 * Checks that a request is a webhook that was signed with the secret (Standard Webhooks), and not long ago, and returns its
 * event. It takes any of the signatures that a webhook has during a rotation, and compares in constant time.
 *
 * @param body exactly as it came: what was parsed and written again has another signature
 * @param secret of the endpoint, `whsec_…`
 * @throws WebhookVerificationError
 */
export async function verifyWebhook(
  headers: WebhookHeaders,
  body: string | Uint8Array | ArrayBuffer,
  secret: string,
  { toleranceSeconds = defaultToleranceSeconds, now = Date.now }: WebhookOptions = {},
): Promise<WebhookEvent> {
  const [id, timestamp, signatures] = names.map((name) => readHeader(headers, name)) as [
    string,
    string,
    string,
  ];
  check(/^\d{1,12}$/.test(timestamp), 'header');
  const ageSeconds = Math.floor(now() / 1_000) - Number(timestamp);
  check(ageSeconds <= toleranceSeconds, 'too old');
  check(ageSeconds >= -toleranceSeconds, 'too new');
  const bytes = typeof body === 'string' ? encoder.encode(body) : new Uint8Array(body);
  const expected = await sign(keyOf(secret), encoder.encode(`${id}.${timestamp}.`), bytes);
  // All are compared, wherever the right one stands.
  const matches = signatures.split(' ').filter((each) => isSame(each, expected));
  check(matches.length > 0, 'signature');
  return eventOf(id, bytes);
}

function check(holds: boolean, reason: WebhookFault): asserts holds {
  if (!holds) throw new WebhookVerificationError(reason);
}

function readHeader(headers: WebhookHeaders, name: string): string {
  const values = isHeaders(headers)
    ? [headers.get(name)]
    : Object.entries(headers).flatMap(([each, value]) => (each.toLowerCase() === name ? value : []));
  const [value] = values;
  check(values.length === 1 && typeof value === 'string' && value !== '', 'header');
  return value;
}

function isHeaders(headers: WebhookHeaders): headers is Pick<Headers, 'get'> {
  return typeof headers['get'] === 'function';
}

function keyOf(secret: string): Uint8Array<ArrayBuffer> {
  const text = secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : '';
  const isBase64 = text !== '' && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  check(isBase64, 'secret');
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

async function sign(key: Uint8Array<ArrayBuffer>, start: Uint8Array, body: Uint8Array): Promise<string> {
  const content = new Uint8Array(start.length + body.length);
  content.set(start);
  content.set(body, start.length);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', imported, content);
  return scheme + btoa(String.fromCharCode(...new Uint8Array(mac)));
}

/** How long it takes says nothing of how many characters are right. */
function isSame(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length;
  for (let at = 0; at < expected.length; at += 1)
    difference |= given.charCodeAt(at % Math.max(given.length, 1)) ^ expected.charCodeAt(at);
  return difference === 0;
}

function eventOf(id: string, body: Uint8Array): WebhookEvent {
  let event: unknown;
  try {
    event = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    throw new WebhookVerificationError('body');
  }
  const { type, timestamp, data } = (event ?? {}) as Record<string, unknown>;
  check(typeof type === 'string' && typeof timestamp === 'string', 'body');
  check(typeof data === 'object' && data !== null && !Array.isArray(data), 'body');
  return { id, type, timestamp, data: data as WebhookEvent['data'] };
}
