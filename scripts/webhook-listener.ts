/** A receiver of webhooks to try them with: it verifies what comes, and prints it. See docs/webhooks.md. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { askSecret, secretVariable } from './webhook-listener/ask-secret.ts';
import { receive } from './webhook-listener/receive.ts';
import { selfSigned } from './webhook-listener/self-signed.ts';

const address = '127.0.0.1';
const hosts = ['localhost', address];
const usage = `usage: npm run webhook-listener [-- --port 8443], with the secret in ${secretVariable} or at the prompt`;

try {
  const { help, port } = readArguments();
  if (help) console.log(usage);
  else await listen(port, await askSecret(process.env));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 1;
}

async function listen(port: number, secret: string): Promise<void> {
  const { certificate, key } = selfSigned(hosts);
  const server = createServer(
    { cert: certificate, key: key.export({ type: 'pkcs8', format: 'pem' }) },
    (request, response) => {
      receive(request, response, secret, console.log).catch(() => response.destroy());
    },
  );
  server.listen(port, address);
  await once(server, 'listening');
  const forget = trust(certificate);
  process.once('exit', forget);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(0));
  const bound = server.address();
  const listens = typeof bound === 'object' && bound !== null ? bound.port : port;
  console.log(
    `Listening at https://localhost:${listens}/ for what \`npm start -- -c webhookTargets=any\` sends`,
  );
}

/**
 * Puts the certificate where functions of `npm start` look for those that they trust beside the usual ones. Its key stays
 * in this process.
 *
 * @returns takes it away again
 */
function trust(certificate: string): () => void {
  const folder = resolve(process.env['LATCHKEY_DATA'] || '.latchkey', 'trusted');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${createHash('sha256').update(certificate).digest('hex')}.pem`);
  writeFileSync(`${file}.tmp`, certificate, { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
  return () => rmSync(file, { force: true });
}

function readArguments(): { help: boolean; port: number } {
  const options = {
    help: { type: 'boolean', default: false },
    port: { type: 'string', default: '8443' },
  } as const;
  const { help, port } = parseArgs({ options }).values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Error(`${port} is not a port`);
  return { help, port: Number(port) };
}
