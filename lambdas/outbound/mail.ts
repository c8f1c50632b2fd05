import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Answer } from '../domain/webhooks/answer.ts';
import { addressOf } from '../domain/webhooks/mail-address.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import { serviceAnswer } from './service-answer.ts';

/** Sends a message to an address, `mailto:` and all. */
export type SendMail = (url: string, message: OutgoingMessage, signal: AbortSignal) => Promise<Answer>;

/** @param from a sender that SES has verified */
export function createMail(from: string, client = new SESv2Client({ maxAttempts: 1 })): SendMail {
  return (url, { id, type, body }, abortSignal) =>
    serviceAnswer(abortSignal, async () => {
      const address = addressOf(url);
      if (address === null) return false;
      const told = JSON.parse(body) as { readonly data: { readonly name?: string } };
      const text = `${JSON.stringify(told, null, 2)}\n\nEvent ${id}\n`;
      const { name } = told.data;
      const subject = name === undefined ? type : `${type}, ${name}`;
      const Simple = {
        Subject: { Data: `Latchkey: ${subject}`, Charset: 'UTF-8' },
        Body: { Text: { Data: text, Charset: 'UTF-8' } },
      };
      const Destination = { ToAddresses: [address] };
      const input = { FromEmailAddress: from, Destination, Content: { Simple } };
      await client.send(new SendEmailCommand(input), { abortSignal });
      return true;
    });
}
