import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Received, type Receiver, startReceiver } from '../webhooks/receiver.ts';
import type { LatchkeyProcess } from './latchkey-process.ts';

/** A receiver over TLS that a server trusts. */
export async function trustedReceiver({
  dataFolder,
}: Pick<LatchkeyProcess, 'dataFolder'>): Promise<Receiver> {
  // All of a process have one certificate.
  const receiver = await startReceiver('localhost');
  const folder = join(dataFolder, 'trusted');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'receivers.pem');
  writeFileSync(`${file}.tmp`, receiver.ca);
  renameSync(`${file}.tmp`, file);
  return receiver;
}

/** A webhook as it was made. */
export interface Made {
  readonly id: string;
  readonly secret: string;
  readonly createdAt: string;
}

/** What makes a webhook that is told of all that it may hear. */
export const newWebhook = (url: string, fields: object = {}) => ({
  name: `webhook ${crypto.randomUUID()}`,
  url,
  kind: 'https',
  events: ['*'],
  ...fields,
});

/** The id of the event that a message tells. */
export const eventIdOf = ({ headers }: Received): string => String(headers['webhook-id']);

/** What is found in the end; it waits for so long that only what never comes is missed. */
export async function eventually<T>(
  find: () => T | undefined | Promise<T | undefined>,
  what: string,
): Promise<T> {
  for (const deadline = Date.now() + 240_000; Date.now() < deadline; await sleep(100)) {
    const found = await find();
    if (found !== undefined) return found;
  }
  throw new Error(`${what}: it did not come about`);
}
