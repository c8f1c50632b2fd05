import { LatchkeyError } from '../client/errors.ts';

/**
 * What is wrong with a webhook. `header`: one of the three is missing, there twice, or of another form. `too old`, `too new`:
 * it was sent longer ago, or later, than is tolerated. `signature`: none of its signatures is of the secret. `body`: it is
 * signed, and no event. `secret`: what was given is none.
 */
export type WebhookFault = 'header' | 'too old' | 'too new' | 'signature' | 'body' | 'secret';

const messages: Readonly<Record<WebhookFault, string>> = {
  header: 'A header of the webhook is missing, there twice, or of another form',
  'too old': 'The webhook was sent too long ago',
  'too new': 'The webhook was sent in the future',
  signature: 'No signature of the webhook is of the secret',
  body: 'The webhook is signed, and holds no event',
  secret: 'The secret is not whsec_ and base64',
};

/** A request is no webhook of Latchkey's, or not one to act on. */
export class WebhookVerificationError extends LatchkeyError {
  readonly reason: WebhookFault;

  constructor(reason: WebhookFault) {
    super(messages[reason], 'WebhookVerificationError');
    this.reason = reason;
  }
}
