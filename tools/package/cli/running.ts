import assert from 'node:assert/strict';
import { once } from 'node:events';
import { commandSeconds, until, within } from './bound.ts';
import type { Computer } from './computer.ts';
import { endProcesses, processesWith, variableOf } from './processes.ts';

const keyShape = /lk_\w{49}/;
const exec = ['exec', '--scopes', 'database:read', '--expires', '1h', '--debug', '--'];
const untilEnded = `echo ready; while :; do sleep 0.1; done`;

/** What `exec` gives to a command, keeps from everybody else, and leaves behind. */
export async function runCommands(computer: Computer): Promise<void> {
  await keepToCommand(computer);
  await endWithCommand(computer);
  await expireAlone(computer);
}

/** The command alone has the key; it gets the signal, its exit code comes back, and the key is deleted. */
async function keepToCommand(computer: Computer): Promise<void> {
  const running = await start(computer, `trap 'exit 42' TERM; ${untilEnded}`);
  const { secret } = running;
  assert.equal((await keys(computer)).length, 1);
  assert.deepEqual([...processesWith('cmdline', secret), ...processesWith('comm', secret)], []);
  assert.equal(processesWith('environ', secret).includes(running.child.pid ?? 0), false);
  const keepers = [...computer.files()].filter(([path, text]) => `${path}${text}`.includes(secret));
  assert.equal(keepers.length, 0, `${keepers.map(([path]) => path).join()} holds the key`);
  running.child.kill('SIGTERM');
  const { code, out, err } = await running.ended();
  assert.equal(code, 42, err);
  assert.match(err, /POST .*\/api-keys/);
  assert.match(err, /DELETE .*\/api-keys\//);
  assert.doesNotMatch(out + err, keyShape);
  assert.match((await computer.run(['verify'], secret)).out, /API_KEY_INVALID/);
  assert.deepEqual(await keys(computer), []);
}

/** However the command ends, or where it does not even begin: no key is left. */
async function endWithCommand(computer: Computer): Promise<void> {
  const [ended, interrupted, none] = await Promise.all([
    start(computer, untilEnded).then((running) => {
      running.child.kill('SIGTERM');
      return running.ended();
    }),
    computer.inTerminal([...exec, 'sh', '-c', untilEnded], [['ready', () => '\u0003']]),
    computer.run([...exec, 'sh-that-is-not-there']),
  ]);
  assert.equal(ended.code, 143);
  assert.equal(interrupted.code, 130, interrupted.shown);
  assert.equal(none.code, 127);
  assert.match(none.err, /^error: sh-that-is-not-there cannot be run$/m);
  assert.doesNotMatch(none.out + none.err + interrupted.shown + ended.err, keyShape);
  assert.deepEqual(await keys(computer), []);
}

/** Where nobody is left to delete it, the key ends by itself. */
async function expireAlone(computer: Computer): Promise<void> {
  const running = await start(computer, untilEnded);
  const exited = once(running.child, 'exit');
  running.child.kill('SIGKILL');
  await within(commandSeconds, () => 'kill -9', exited);
  // The command lives on, and holds the outputs open.
  endProcesses(running.secret);
  assert.doesNotMatch((await running.ended()).err, keyShape);
  const [left, ...others] = await keys(computer);
  assert.deepEqual(others, []);
  const restMs = Date.parse(left?.expiresAt ?? '') - Date.now();
  assert.ok(restMs > 0 && restMs <= 3_600_000, `it expires in ${restMs} ms`);
  assert.equal((await computer.run(['keys', 'delete', left?.id ?? '', '--yes'])).code, 0);
}

/** Runs a script of the shell with a key of its own, which is read from where it has to be. */
async function start(computer: Computer, script: string) {
  const { child, said, ended } = computer.start([...exec, 'sh', '-c', script]);
  const secret = await within(
    commandSeconds,
    () => `exec, which said\n${said()}`,
    until(() => {
      if (child.exitCode !== null) throw new Error(`exec ended with ${child.exitCode}:\n${said()}`);
      if (!said().includes('ready\n')) return null;
      const [holder] = processesWith('environ', computer.home, 'LATCHKEY_API_KEY=');
      return holder === undefined ? null : variableOf(holder, 'LATCHKEY_API_KEY');
    }),
  );
  assert.ok(keyShape.test(secret), 'LATCHKEY_API_KEY is no key');
  return { child, ended, secret };
}

/** Keys that were made for the commands. */
async function keys(computer: Computer): Promise<{ id: string; expiresAt: string }[]> {
  const { out, err } = await computer.run(['keys', 'list', '--search', 'exec sh', '--output', 'json']);
  assert.equal(err, '');
  return (JSON.parse(out) as { items: { id: string; expiresAt: string }[] }).items;
}
