import { runCli } from './cli.ts';
import { configurationFolder } from './system/folder.ts';
import { systemKeyring } from './system/keyring.ts';
import { terminalPrompts } from './system/prompts.ts';

/** Of the package; written here when it is bundled. */
declare const latchkeyVersion: string;

const { argv, env, platform, stdout, stderr } = process;
const ended = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => ended.abort());

void runCli({
  args: argv.slice(2),
  env,
  get folder() {
    return configurationFolder(env, platform);
  },
  version: latchkeyVersion,
  // Opening it takes milliseconds, which most commands need not spend.
  get stdin() {
    return process.stdin;
  },
  stdout,
  stderr,
  now: () => new Date(),
  sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
  fetch,
  keyring: systemKeyring(platform),
  prompts: terminalPrompts(stderr),
  async openBrowser(address) {
    const { default: open } = await import('open');
    const started = await open(address);
    started.on('error', () => {});
    started.unref();
  },
  async runCommand(words, environment) {
    const { runCommand } = await import('./system/command.ts');
    return await runCommand(words, environment);
  },
  signal: ended.signal,
}).then(async (code) => {
  for (const output of [stdout, stderr]) await new Promise((done) => output.write('', done));
  // Waiting for what is left, an input that was read or a connection, takes longer than most commands.
  process.exit(code);
});
