import { randomInt } from 'node:crypto';

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
  const lines = [
    `From: ${sender}`,
    `To: ${to}`,
    `Subject: =?UTF-8?B?${Buffer.from(subject).toString('base64')}?=`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}@localhost>`,
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    body,
    '',
  ];
  return lines.join('\r\n');
}

/** One of each kind that the pool's policy asks for. Nobody can sign in by it here: the page asks for no password. */
function temporaryPassword(): string {
  const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!@#$%^*'];
  const all = kinds.join('');
  const pick = (letters: string) => letters[randomInt(letters.length)] ?? '';
  return [...kinds.map(pick), ...Array.from({ length: 8 }, () => pick(all))].join('');
}
