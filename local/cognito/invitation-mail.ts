import { randomInt } from 'node:crypto';
import { mailText } from '../mail/mail-message.ts';

/** What a pool's invitation says; `{username}` and `{####}` stand for the name and the temporary password. */
export interface InvitationTemplate {
  readonly subject: string;
  readonly html: string;
}

/** Cognito's own (API reference, MessageTemplateType), where the template names none. */
export const defaultInvitation: InvitationTemplate = {
  subject: 'Your temporary password',
  html: 'Your username is {username} and temporary password is {####}.',
};

/** The sender of Cognito's own mails (developer guide, "Email settings for Amazon Cognito user pools"). */
const sender = 'no-reply@verificationemail.com';

/**
 * A mail as it would be sent (RFC 5322), lines ended by CR LF; null where none would be: Cognito delivers no invitation
 * whose template has no place for the password (API reference, AdminCreateUser).
 */
export function invitationMail(
  { subject, html }: InvitationTemplate,
  { to, id, at }: { readonly to: string; readonly id: string; readonly at: Date },
): string | null {
  if (!html.includes('{####}')) return null;
  const password = temporaryPassword();
  const body = html.replaceAll('{username}', () => to).replaceAll('{####}', () => password);
  return mailText({
    id,
    at,
    from: sender,
    addresses: { To: [to] },
    subject,
    parts: [{ type: 'text/html', text: body }],
  });
}

/** One of each kind that the pool's policy asks for. Nobody can sign in by it here: the page asks for no password. */
function temporaryPassword(): string {
  const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!@#$%^*'];
  const all = kinds.join('');
  const pick = (letters: string) => letters[randomInt(letters.length)] ?? '';
  return [...kinds.map(pick), ...Array.from({ length: 8 }, () => pick(all))].join('');
}
