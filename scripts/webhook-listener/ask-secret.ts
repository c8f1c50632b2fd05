import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Where a secret may stand beside the prompt. Arguments are for everyone on the machine to see. */
export const secretVariable = 'LATCHKEY_WEBHOOK_SECRET';

const secretPattern = /^whsec_[A-Za-z0-9+/]+={0,2}$/;

/**
 * The secret of the endpoint: from the environment, or asked for without showing what is typed.
 *
 * @throws Error where it is none
 */
export async function askSecret(env: NodeJS.ProcessEnv): Promise<string> {
  const secret = (env[secretVariable] || (await ask('Secret of the webhook (whsec_…): '))).trim();
  if (secret === '') throw new Error('no secret was given');
  if (!secretPattern.test(secret)) throw new Error('the secret is not whsec_ and base64');
  return secret;
}

async function ask(question: string): Promise<string> {
  const { isTTY } = process.stdin;
  if (isTTY) process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: isTTY });
  try {
    return await new Promise((done) => {
      reader.once('line', done);
      reader.once('close', () => done(''));
      reader.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    });
  } finally {
    reader.close();
    if (isTTY) process.stderr.write('\n');
  }
}
