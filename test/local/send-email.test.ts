import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionResource, Laptop } from './laptop.ts';
import type { ServiceAnswer } from './service-calls.ts';

let laptop: Laptop;

beforeAll(async () => {
  laptop = await Laptop.start();
});
afterAll(() => laptop.stopAndForget());

const mail = {
  FromEmailAddress: 'Latchkey <keys@example.com>',
  Destination: { ToAddresses: ['ann@example.com'] },
  Content: {
    Simple: { Subject: { Data: 'Kéy expires', Charset: 'UTF-8' }, Body: { Text: { Data: 'Soon.\nVery.' } } },
  },
};

async function send(input: object): Promise<ServiceAnswer & { type: string | null }> {
  const response = await fetch(`${laptop.cloud.endpoints.mail}/v2/email/outbound-emails`, {
    method: 'POST',
    body: JSON.stringify(input),
  });
  const body = (await response.json()) as ServiceAnswer['body'];
  return { status: response.status, body, type: response.headers.get('x-amzn-errortype') };
}

function kept(id: string): string {
  const folder = join(laptop.folder, 'mail');
  const name = readdirSync(folder).find((each) => each.endsWith(`${id}.eml`)) ?? '';
  return readFileSync(join(folder, name), 'utf8');
}

test('a function sends a mail: it is a file that mail programs open', async () => {
  const notify = `exports.handler = async (mail) => {
    const url = process.env.AWS_ENDPOINT_URL_SESV2 + '/v2/email/outbound-emails';
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(mail) });
    return await response.json(); };`;
  await laptop.deploy({ Notify: functionResource('notify') }, { notify });
  const sent = await laptop.cloud.functions.use('test-Notify').invoke(mail);
  const { MessageId } = JSON.parse(sent.ok ? sent.payload : '{}');
  const lines = kept(MessageId).split('\r\n');
  const subject = Buffer.from('Kéy expires').toString('base64');
  expect(lines).toEqual([
    'From: Latchkey <keys@example.com>',
    'To: ann@example.com',
    `Subject: =?UTF-8?B?${subject}?=`,
    expect.stringMatching(/^Date: \w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000$/),
    `Message-ID: <${MessageId}@localhost>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    'Soon.\nVery.',
    '',
  ]);
});

test('a mail has headers of its own, several recipients, and its text in two forms', async () => {
  const { Simple } = mail.Content;
  const { body } = await send({
    ...mail,
    Destination: { ...mail.Destination, CcAddresses: ['bob@example.com', 'c@example.com'] },
    ReplyToAddresses: ['help@example.com'],
    Content: {
      Simple: {
        ...Simple,
        Headers: [{ Name: 'List-Id', Value: 'keys' }],
        Body: { ...Simple.Body, Html: { Data: '<p>Soon' } },
      },
    },
  });
  const text = kept(body.MessageId);
  expect(text).toMatch(/\r\nCc: bob@example\.com, c@example\.com\r\nReply-To: help@example\.com\r\n/);
  expect(text).toContain('\r\nList-Id: keys\r\n');
  const [, boundary = 'none'] = /multipart\/alternative; boundary="([^"]+)"/.exec(text) ?? [];
  const [, plain = '', html = '', end = ''] = text.split(`--${boundary}`);
  expect(plain).toMatch(/^\r\nContent-Type: text\/plain[^]*\r\n\r\nSoon\.\nVery\.\r\n$/);
  expect(html).toMatch(/^\r\nContent-Type: text\/html[^]*\r\n\r\n<p>Soon\r\n$/);
  expect(end).toBe('--\r\n');
});

const { Simple } = mail.Content;
test.each<[string, object]>([
  ['nobody to send to', { Destination: {} }],
  ['an address that is none', { Destination: { ToAddresses: ['ann'] } }],
  ['a header in an address', { Destination: { ToAddresses: ['ann@example.com\r\nBcc: eve@example.com'] } }],
  ['a header in a sender', { FromEmailAddress: 'a@example.com\nBcc: eve@example.com' }],
  ['no sender', { FromEmailAddress: undefined }],
  ['more than 50 people', { Destination: { ToAddresses: Array(51).fill('ann@example.com') } }],
  ['no text', { Content: { Simple: { ...Simple, Body: {} } } }],
  ['a template', { Content: { Template: { TemplateName: 'x' } } }],
  ['a broken header', { Content: { Simple: { ...Simple, Headers: [{ Name: 'A', Value: 'b\r\nC: d' }] } } }],
])('refused, and nothing is kept: %s', async (_what, more) => {
  const folder = join(laptop.folder, 'mail');
  const before = readdirSync(folder).length;
  expect(await send({ ...mail, ...more })).toMatchObject({ status: 400, type: 'BadRequestException' });
  expect(readdirSync(folder)).toHaveLength(before);
});

test('a refusal does not repeat what was sent', async () => {
  const { body } = await send({ ...mail, Destination: { ToAddresses: ['ann secret@example.com'] } });
  expect(body.message).toBe('Illegal address');
});
