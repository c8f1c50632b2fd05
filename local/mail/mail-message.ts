import { randomUUID } from 'node:crypto';

/** A text of a mail, of one type such as `text/plain`. */
export interface MailPart {
  readonly type: 'text/plain' | 'text/html';
  readonly text: string;
}

export interface MailMessage {
  readonly id: string;
  readonly at: Date;
  readonly from: string;
  /** Names and addresses by header: `To`, `Cc`, `Reply-To`. None has line breaks. */
  readonly addresses: Readonly<Record<string, readonly string[]>>;
  readonly subject: string;
  /** Names of headers and their values, without line breaks. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Of several, a reader shows the last that it can. */
  readonly parts: readonly MailPart[];
}

/** Keeps a mail, under a name without its folder and ending. */
export type KeepMail = (name: string, content: string) => Promise<void>;

/** The name under which a mail is kept: in the order of time. */
export function mailName({ at, id }: Pick<MailMessage, 'at' | 'id'>): string {
  return `${at.toISOString().replaceAll(':', '-')}-${id}`;
}

/** A mail as it would be sent (RFC 5322), lines ended by CR LF. */
export function mailText({ id, at, from, addresses, subject, headers = [], parts }: MailMessage): string {
  const lines = [
    `From: ${from}`,
    ...Object.entries(addresses)
      .filter(([, list]) => list.length > 0)
      .map(([header, list]) => `${header}: ${list.join(', ')}`),
    `Subject: =?UTF-8?B?${Buffer.from(subject).toString('base64')}?=`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}@localhost>`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    'MIME-Version: 1.0',
    ...bodyLines(parts),
    '',
  ];
  return lines.join('\r\n');
}

function bodyLines(parts: readonly MailPart[]): string[] {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return partLines(only);
  const boundary = randomUUID();
  return [
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    ...parts.flatMap((part) => [`--${boundary}`, ...partLines(part)]),
    `--${boundary}--`,
  ];
}

function partLines({ type, text }: MailPart): string[] {
  return [`Content-Type: ${type}; charset=UTF-8`, 'Content-Transfer-Encoding: 8bit', '', text];
}
