import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** An embedded DynamoDB in memory. */
export interface Embedded {
  readonly port: number;
  end(): Promise<void>;
}

const attempts = 3;

/** Starts the engine that comes with the project on a free port; it ends with this process at the latest. */
export async function startEmbedded(): Promise<Embedded> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const args = ['serve', '--host', '127.0.0.1', '--port', String(port)];
    const child = spawn(binary(), args, { stdio: 'ignore', env: {} });
    const kill = () => void child.kill('SIGKILL');
    process.once('exit', kill);
    const end = async () => {
      process.off('exit', kill);
      if (!isRunning(child)) return;
      const ended = once(child, 'exit');
      kill();
      await ended;
    };
    if (await isUp(child, port)) return { port, end };
    await end();
    // Somebody may have taken the port in between.
    if (attempt === attempts) throw new Error('the embedded DynamoDB did not start');
  }
}

function binary(): string {
  try {
    const manifest = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json');
    return join(dirname(manifest), 'dynoxide');
  } catch (cause) {
    throw new Error('no embedded DynamoDB for this machine: set DYNAMODB_ENDPOINT to another one', { cause });
  }
}

async function isUp(child: ChildProcess, port: number): Promise<boolean> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline && isRunning(child)) {
    if (await accepts(port)) return true;
    await sleep(10);
  }
  return false;
}

function isRunning({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null;
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function accepts(port: number): Promise<boolean> {
  const socket = createConnection({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
