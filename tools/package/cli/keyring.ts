import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { commandSeconds, within } from './bound.ts';
import type { Computer } from './computer.ts';

const secretShape = /lk_\w{49}|eyJ[\w-]{8,}\./;

/** Without a keyring nothing is stored that was not asked for. */
export async function withoutKeyring(computer: Computer, url: string, adminKey: string): Promise<void> {
  const before = computer.files();
  const { code, err } = await computer.run(['login', url, '--with-token'], adminKey);
  assert.equal(code, 1);
  assert.match(err, /^error: the keyring of this computer cannot be used/);
  assert.match(err, /--insecure-storage/);
  assert.deepEqual(computer.files(), before);
  assert.equal((await computer.run(['whoami', '--url', url])).code, 4);

  const kept = await computer.run(['login', url, '--with-token', '--insecure-storage'], adminKey);
  assert.equal(kept.code, 0);
  assert.match(kept.err, /The credential is in a file/);
  const stored = [...computer.files().values()].filter((content) => content.includes(adminKey));
  assert.equal(stored.length, 1);
  assert.equal((await computer.run(['whoami', '--quiet'])).out, 'admin@example.com\n');
  assert.equal((await computer.run(['logout'])).code, 0);
  assert.equal(
    [...computer.files().values()].some((content) => secretShape.test(content)),
    false,
  );
}

/** The program stores in a keyring, reads back, and forgets. */
export async function useKeyring(computer: Computer, url: string, adminKey: string): Promise<void> {
  assert.equal((await computer.run(['login', url, '--with-token'], adminKey)).code, 0);
  assert.equal((await computer.run(['whoami', '--quiet'])).out, 'admin@example.com\n');
  const status = JSON.parse((await computer.run(['status', '--output', 'json'])).out) as object;
  assert.deepEqual({ ...status, signedIn: true, store: 'keyring' }, status);
  assert.equal(
    [...computer.files().values()].some((content) => content.includes(adminKey)),
    false,
  );
  assert.equal((await computer.run(['logout'])).code, 0);
  assert.equal((await computer.run(['whoami', '--url', url])).code, 4);
}

/** GNOME's keyring, on a message bus of its own, for as long as the computer is used. */
export async function withKeyring(computer: Computer, use: () => Promise<void>): Promise<void> {
  const begin = `printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null; echo "$DBUS_SESSION_BUS_ADDRESS"; cat`;
  const bus = spawn('dbus-run-session', ['--', 'sh', '-c', begin], {
    env: { ...computer.env, XDG_RUNTIME_DIR: computer.home },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(bus, 'exit');
  try {
    const line = once(createInterface(bus.stdout), 'line');
    const [address] = (await within(commandSeconds, () => 'The keyring', line)) as [string];
    computer.env['DBUS_SESSION_BUS_ADDRESS'] = address;
    await use();
  } finally {
    delete computer.env['DBUS_SESSION_BUS_ADDRESS'];
    bus.stdin.end();
    bus.stdout.destroy();
    bus.kill();
    await within(commandSeconds, () => 'The end of the keyring', ended);
  }
}
