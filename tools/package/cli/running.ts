import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Computer } from './computer.ts';

const keyShape = /lk_\w{49}/;

/** What `exec` gives to a command, keeps from everybody else, and leaves behind. */
export async function runCommands(computer: Computer): Promise<void> {
  const seen = join(computer.home, 'seen');
  const script = `trap 'exit 42' TERM; printf %s "$LATCHKEY_API_KEY" > '${seen}.new'; mv '${seen}.new' '${seen}'; while :; do sleep 0.1; done`;
  const exec = ['exec', '--scopes', 'database:read', '--debug', '--expires', '1h'];
  const start = () => {
    const child = spawn(computer.latchkey, [...exec, '--', 'sh', '-c', script], {
      env: computer.env,
      cwd: computer.home,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    return { child, said: () => said, closed: once(child, 'close') };
  };
  const keyOf = async () => {
    while (!existsSync(seen) || readFileSync(seen, 'utf8') === '') await sleep(20);
    return readFileSync(seen, 'utf8');
  };
  const keys = async () => {
    const { out } = await computer.run(['keys', 'list', '--search', 'exec sh', '--output', 'json']);
    return (JSON.parse(out) as { items: { id: string; expiresAt: string }[] }).items;
  };

  const first = start();
  const secret = await keyOf();
  assert.match(secret, keyShape);
  const { holders, talkers } = processesWith(secret);
  assert.deepEqual(talkers, []);
  assert.ok(
    holders.length > 0 && !holders.includes(String(first.child.pid)),
    `in the environment of ${holders.join()}`,
  );
  const keepers = [...computer.files()].filter(([path, text]) => path !== seen && text.includes(secret));
  assert.deepEqual(
    keepers.map(([path]) => path),
    [],
  );
  assert.equal((await keys()).length, 1);
  first.child.kill('SIGTERM');
  await first.closed;
  assert.equal(first.child.exitCode, 42);
  assert.match(first.said(), /POST .*\/api-keys/);
  assert.doesNotMatch(first.said(), keyShape);
  assert.equal((await keys()).length, 0);
  assert.match((await computer.run(['verify'], secret)).out, /API_KEY_INVALID/);

  // Nobody is left to delete the key: it ends by itself.
  writeFileSync(seen, '');
  const second = start();
  const orphans = processesWith(await keyOf()).holders;
  second.child.kill('SIGKILL');
  await second.closed;
  for (const pid of orphans) process.kill(Number(pid), 'SIGKILL');
  const [left] = await keys();
  const restMs = Date.parse(left?.expiresAt ?? '') - Date.now();
  assert.ok(restMs > 0 && restMs <= 3_600_000, `it expires in ${restMs} ms`);
  assert.equal((await computer.run(['keys', 'delete', left?.id ?? '', '--yes'])).code, 0);
}

/** Processes that have the secret in their environment, and those that have it where everybody can read it. */
function processesWith(secret: string): { holders: string[]; talkers: string[] } {
  const has = (pid: string, file: string) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'latin1').includes(secret);
    } catch {
      // It has ended meanwhile, or is somebody else's.
      return false;
    }
  };
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return {
    holders: all.filter((pid) => has(pid, 'environ')),
    talkers: all.filter((pid) => has(pid, 'cmdline') || has(pid, 'comm')),
  };
}
