import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { LatchkeyProcess } from './latchkey-process.ts';

/** Where the example's HTTP backend is unless somebody says otherwise. */
const usualPort = 3001;

/** A running `npm run example`, with APIs beside those of the example that are protected in other ways. */
export interface Example {
  readonly server: LatchkeyProcess;
  /** The HTTP backend, without a slash at its end. */
  readonly backendUrl: string;
  /** Where the stages are, without a slash at its end. */
  readonly origin: string;
}

/** @param env of the server */
export async function startExample(env: Readonly<Record<string, string>>): Promise<Example> {
  const port = (await tryPort(usualPort)) ?? (await tryPort(0)) ?? 0;
  const backendUrl = `http://127.0.0.1:${port}`;
  // Another backend makes another template, which takes its time.
  const context = port === usualPort ? [] : ['-c', `backendUrl=${backendUrl}`];
  const server = await LatchkeyProcess.start({
    npmScript: 'example',
    args: ['--app', join(import.meta.dirname, 'modes'), ...context],
    env: { ECHO_PORT: String(port), ...env },
  });
  return { server, backendUrl, origin: new URL(server.bootstrap.url).origin };
}

/** The port, if nothing listens there; 0 is any. */
async function tryPort(port: number): Promise<number | null> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
    return (probe.address() as AddressInfo).port;
  } catch {
    return null;
  } finally {
    probe.close();
  }
}
