/** What receivers keep the secret as. */
export const variable = 'LATCHKEY_WEBHOOK_SECRET';

/** The raw body: what was parsed and written again has another signature. */
export const typescriptLines = [
  "import { verifyWebhook } from '@latchkey/client';",
  `const event = await verifyWebhook(request.headers, await request.text(), process.env.${variable} ?? '');`,
  'console.log(event.id, event.type, event.data);',
].join('\n');

export const pythonLines = [
  'import os, latchkey',
  `event = latchkey.verify_webhook(headers, body, os.environ["${variable}"])`,
  'print(event.id, event.type, event.data)',
].join('\n');
