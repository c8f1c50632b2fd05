import { createHmac } from 'node:crypto';
import { keyOf, type SigningSecrets } from './signing-secret.ts';

/** What is sent to an endpoint, and signed. */
export interface Message {
  /** The event's id, by which receivers tell copies; no dot in it. */
  readonly id: string;
  /** Milliseconds since the epoch: of the attempt, not of the event. */
  readonly attemptedAt: number;
  /** Exactly as it is sent. */
  readonly body: string;
}

/**
 * Headers of a message by Standard Webhooks 1.0.0. During a rotation it has two signatures, that of the new secret first.
 *
 * `X-Webhook-Signature`, where it is asked for, is over the body alone, keyed with the text of the secret, and with no time
 * in it: whoever has seen a message can send it again. It is made with the former secret as long as that works, since it has
 * room for one signature only.
 *
 * @throws RangeError where the id has a dot, since what is signed could be read in two ways
 */
export function signedHeaders(
  message: Message,
  secrets: SigningSecrets,
  { legacySignature }: { readonly legacySignature: boolean },
): Record<string, string> {
  const { id, attemptedAt, body } = message;
  if (id.includes('.')) throw new RangeError('The id of a message has a dot');
  const timestamp = String(Math.floor(attemptedAt / 1_000));
  const content = `${id}.${timestamp}.${body}`;
  const { current, former } = secrets;
  const signatures = [current, ...(former === null ? [] : [former])].map((secret) => sign(content, secret));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
    ...(legacySignature ? { 'X-Webhook-Signature': signBody(body, former ?? current) } : {}),
  };
}

function sign(content: string, secret: string): string {
  return `v1,${createHmac('sha256', keyOf(secret)).update(content).digest('base64')}`;
}

function signBody(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}
