import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HiddenServer } from '../http/hidden-server.ts';
import { readBody } from '../http/read-body.ts';
import type { KeepMail } from './mail-message.ts';
import { MailError, sendEmail } from './send-email.ts';

const path = '/v2/email/outbound-emails';
/** What SES v2 takes. */
const maxBodyBytes = 40 * 1024 * 1024;

/** Answers the AWS SDK's calls of SES v2: `SendEmail` with `Simple` content, and no other. */
export async function startSesEndpoint(keepMail: KeepMail): Promise<HiddenServer> {
  return await HiddenServer.start((request, response) => answer(request, response, keepMail));
}

async function answer(request: IncomingMessage, response: ServerResponse, keepMail: KeepMail): Promise<void> {
  try {
    if (request.method !== 'POST' || request.url !== path) {
      throw new MailError('NotFoundException', 'the laptop server knows SendEmail only');
    }
    const body = await readBody(request, maxBodyBytes);
    if (body === null) throw new MailError('BadRequestException', 'Message length is over the limit');
    send(response, 200, await sendEmail(JSON.parse(body), keepMail));
  } catch (error) {
    if (error instanceof MailError) send(response, 400, { message: error.message }, error.name);
    // The caller's SDK tries it again.
    else send(response, 500, { message: 'the laptop server failed' }, 'InternalServiceErrorException');
  }
}

function send(response: ServerResponse, status: number, body: object, errorType?: string): void {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'x-amzn-RequestId': randomUUID(),
    ...(errorType !== undefined && { 'x-amzn-ErrorType': errorType }),
  });
  response.end(JSON.stringify(body));
}
