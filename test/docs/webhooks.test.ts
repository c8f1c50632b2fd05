import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { verifyWebhook } from '../../clients/typescript/src/index.ts';
import { auditActions } from '../../lambdas/domain/audit/audit.ts';
import { isNotice } from '../../lambdas/domain/webhooks/event-types.ts';
import { messageBody } from '../../lambdas/domain/webhooks/message-body.ts';
import { delayBeforeNext } from '../../lambdas/domain/webhooks/schedule.ts';
import { signedHeaders } from '../../lambdas/domain/webhooks/signature.ts';
import { eventOf } from '../domain/webhooks/endpoints.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
let page: string;
beforeAll(async () => {
  page = await readFile(join(root, 'docs/webhooks.md'), 'utf8');
});

/** The secret of the example of Standard Webhooks, which the page names. */
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const message = {
  id: '9b2f4a51-7c3e-4d8a-b6f0-2e5d7a9c1b3d',
  attemptedAt: Date.parse('2027-06-15T12:00:01.000Z'),
  body: messageBody({
    ownerId: 'ann@example.com',
    event: eventOf({
      sequence: 4,
      at: '2027-06-15T12:00:00.000Z',
      action: 'api_key.expiring',
      actor: { userId: 'system', via: 'system' },
      target: { type: 'api_key', id: '3f0c8a52-6a4f-4f0e-9a53-0d6f5a1b2c3d', name: 'CI Pipeline' },
      changes: {
        before: { from: null, to: '7d' },
        expiresAt: { from: null, to: '2027-06-22T12:00:00.000Z' },
      },
    }),
  }),
};
const headersOf = (legacySignature: boolean) =>
  signedHeaders(message, { current: secret, former: null }, { legacySignature });

/** A block of the page, without what it is set in by. */
function block(language: string): string {
  const [, indentation = '', text = ''] =
    new RegExp(`^( *)\`\`\`${language}\\n([^]*?)^\\1\`\`\`$`, 'm').exec(page) ?? [];
  return text.replaceAll(new RegExp(`^${indentation}`, 'gm'), '');
}

test('the message that the page shows is one that is sent, and its signature is of the secret that it names', async () => {
  const [head = '', body = ''] = block('http').trimEnd().split('\n\n');
  const fields = head.split('\n').slice(1);
  const shown = Object.fromEntries(
    fields
      .map((line) => line.split(': ') as [string, string])
      .filter(([name]) => name.startsWith('webhook-')),
  );
  expect({ body, ...shown }).toEqual({ body: message.body, ...headersOf(false) });
  const event = await verifyWebhook(shown, body, secret, { now: () => message.attemptedAt });
  expect(event.type).toBe('api_key.expiring');
  expect(page).toContain(`\`${secret}\``);
});

test('each type of event is told of, and which of them are notices', () => {
  const rows = [...page.matchAll(/^\| `(\w+\.\w+)` +\| (.*) \|$/gm)];
  expect(rows.map(([, type = '']) => type).toSorted()).toEqual([...auditActions].toSorted());
  const notices = rows.filter(([, , when = '']) => when.startsWith('notice:')).map(([, type = '']) => type);
  expect(notices.toSorted()).toEqual(auditActions.filter(isNotice).toSorted());
});

test('the schedule is the one that attempts are made by', () => {
  const units = { s: 1_000, min: 60_000, h: 3_600_000 } as const;
  const [, text = ''] = /\*\*(0 s, .* h)\*\*/.exec(page) ?? [];
  const told = text.split(/, | and /).map((each) => {
    const [count, unit] = each.split(' ') as [string, keyof typeof units];
    return Number(count) * units[unit];
  });
  const inTheMiddle = { bytes: () => Buffer.from([0x80, 0, 0, 0]) };
  const planned = told.map((_, attempts) => delayBeforeNext(attempts, inTheMiddle));
  expect(told).toEqual(planned);
  expect(delayBeforeNext(told.length, inTheMiddle)).toBeNull();
});

test('the program for the reference library takes a message of now, and no other', async () => {
  // Where packages of the repository are found.
  const folder = await mkdtemp(join(root, 'node_modules/.webhooks-page-'));
  try {
    const now = { ...message, attemptedAt: Date.now() };
    const headers = signedHeaders(now, { current: secret, former: null }, { legacySignature: false });
    await writeFile(join(folder, 'receive.mjs'), block('js'));
    const program = `
      import { receive } from './receive.mjs';
      const [headers, body] = ${JSON.stringify([headers, message.body])};
      console.log(receive(headers, body));
      try { receive(headers, body + ' '); } catch { console.log('refused'); }`;
    await writeFile(join(folder, 'program.mjs'), program);
    const { stdout } = await run(process.execPath, [join(folder, 'program.mjs')], {
      env: { LATCHKEY_WEBHOOK_SECRET: secret },
    });
    expect(stdout).toBe(`${message.id} api_key.expiring\nrefused\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
