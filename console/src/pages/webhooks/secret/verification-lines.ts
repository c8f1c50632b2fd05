/** What receivers keep the secret as. */
export const variable = 'LATCHKEY_WEBHOOK_SECRET';

export const typescriptLines = [
  "import { verifyWebhook } from '@latchkey/client';",
  `const secret = process.env.${variable} ?? '';`,
  'const event = await verifyWebhook(request.headers, await request.text(), secret);',
].join('\n');

export const pythonLines = [
  'import os, latchkey',
  `secret = os.environ["${variable}"]`,
  'event = latchkey.verify_webhook(headers, body, secret)',
].join('\n');
