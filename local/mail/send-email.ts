import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type KeepMail, mailName, type MailPart, mailText } from './mail-message.ts';

/** A refusal of SES, with status 400. */
export class MailError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

const maxRecipients = 50;
/** What may stand in a line of a header. */
const line = z.string().regex(/^[^\r\n]*$/, 'has a line break');
const addresses = z.array(line).default([]);
const content = z.strictObject({
  Data: z.string(),
  Charset: z.literal('UTF-8', 'only UTF-8 is supported here').optional(),
});

const requestShape = z.strictObject({
  FromEmailAddress: line.min(1),
  Destination: z
    .strictObject({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses })
    .prefault({}),
  ReplyToAddresses: addresses,
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: content,
      Body: z.strictObject({ Text: content.optional(), Html: content.optional() }),
      Headers: z
        .array(z.strictObject({ Name: z.string().regex(/^[!-9;-~]{1,126}$/), Value: line.max(870) }))
        .default([]),
    }),
  }),
  /** They matter to reports and rules of an account. */
  ConfigurationSetName: z.string().optional(),
  EmailTags: z.array(z.unknown()).optional(),
  FromEmailAddressIdentityArn: z.string().optional(),
});

type SendRequest = z.infer<typeof requestShape>;

/**
 * `SendEmail` of SES v2 with `Simple` content: the mail is kept in a file. Every address counts as verified here, and every
 * mail as delivered.
 *
 * @throws MailError as SES refuses: without a recipient, with more than 50, with addresses that are none, without a body
 */
export async function sendEmail(input: unknown, keepMail: KeepMail): Promise<{ MessageId: string }> {
  const { data, error } = requestShape.safeParse(input);
  if (error !== undefined) throw new MailError('BadRequestException', faultIn(error));
  const { FromEmailAddress: from, Destination: to, Content } = data;
  checkAddresses(data);
  const { Subject, Headers } = Content.Simple;
  const [id, at] = [randomUUID(), new Date()];
  const mail = mailText({
    id,
    at,
    from,
    addresses: {
      To: to.ToAddresses,
      Cc: to.CcAddresses,
      // SES leaves it out of what it sends; here nobody could tell otherwise who was told.
      Bcc: to.BccAddresses,
      'Reply-To': data.ReplyToAddresses,
    },
    subject: Subject.Data,
    headers: Headers.map(({ Name, Value }) => [Name, Value] as const),
    parts: partsOf(data),
  });
  await keepMail(mailName({ id, at }), mail);
  return { MessageId: id };
}

function checkAddresses({ FromEmailAddress, Destination, ReplyToAddresses }: SendRequest): void {
  const { ToAddresses, CcAddresses, BccAddresses } = Destination;
  const recipients = [...ToAddresses, ...CcAddresses, ...BccAddresses];
  if (recipients.length === 0) throw new MailError('BadRequestException', 'Empty recipients list');
  if (recipients.length > maxRecipients) {
    throw new MailError('BadRequestException', `Recipient count exceeds ${maxRecipients}.`);
  }
  for (const address of [FromEmailAddress, ...recipients, ...ReplyToAddresses]) {
    const [, inBrackets] = /<([^<>]*)>\s*$/.exec(address) ?? [];
    const plain = inBrackets ?? address;
    if (!plain.includes('@')) throw new MailError('BadRequestException', "Missing final '@domain'");
    if (!/^[^\s@<>]+@[^\s@<>]+$/.test(plain)) {
      throw new MailError('BadRequestException', 'Illegal address');
    }
  }
}

function partsOf({ Content }: SendRequest): MailPart[] {
  const { Text: text, Html: html } = Content.Simple.Body;
  const parts: MailPart[] = [];
  if (text !== undefined) parts.push({ type: 'text/plain', text: text.Data });
  if (html !== undefined) parts.push({ type: 'text/html', text: html.Data });
  if (parts.length === 0) throw new MailError('BadRequestException', 'The mail has no body.');
  return parts;
}

/** The names of the fields, and never what stood in them. */
function faultIn({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
