import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const commandModule = join(import.meta.dirname, '../../cli/src/system/command.ts');

/** Runs a command in a process of its own, which says how that ended. */
function run(words: readonly string[]): {
  process: ChildProcess;
  output: () => string;
  end: Promise<unknown>;
} {
  const code = `
    const { runCommand } = await import(${JSON.stringify(commandModule)});
    console.log(JSON.stringify(await runCommand(${JSON.stringify(words)}, { PATH: process.env.PATH, GIVEN: 'x y' })));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const end = once(child, 'close').then(() => output.trim().split('\n'));
  return { process: child, output: () => output, end };
}

const node = (code: string) => [process.execPath, '-e', code];

test('a command has the variables it was given, and no others, and its exit code is told', async () => {
  const script =
    'console.log(JSON.stringify([process.env.GIVEN, process.env.HOME ?? null])); process.exitCode = 3';
  expect(await run(node(script)).end).toEqual(['["x y",null]', '{"started":true,"exitCode":3}']);
});

test('what cannot be run is told as shells do', async () => {
  expect(await run(['no-such-command']).end).toEqual(['{"started":false,"exitCode":127}']);
  expect(await run([import.meta.dirname]).end).toEqual(['{"started":false,"exitCode":126}']);
});

test('what a signal ended is told as shells do', async () => {
  const killed = node("process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)");
  expect(await run(killed).end).toEqual(['{"started":true,"exitCode":137}']);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'a command gets %s, and decides itself what comes of it',
  async (signal) => {
    const script = `
      process.on('${signal}', () => { console.log('got it'); process.exit(5); });
      console.log('ready'); setInterval(() => {}, 1000);`;
    const { process: child, output, end } = run(node(script));
    while (!output().includes('ready')) await once(child.stdout!, 'data');
    child.kill(signal);
    expect(await end).toEqual(['ready', 'got it', '{"started":true,"exitCode":5}']);
  },
);
