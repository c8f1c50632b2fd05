import assert from 'node:assert/strict';
import { backFrom } from '../../../test/cli/browser-sign-in.ts';
import type { Computer } from './computer.ts';

// oxlint-disable-next-line no-control-regex -- it is what is looked for
const escape = /\u001b\[/;
const question = 'Delete the key';

/** A person at a terminal, whose credential is kept in the keyring. */
export async function useTerminal(computer: Computer, url: string): Promise<void> {
  const person = 'admin@example.com';
  // The browser comes back by itself.
  const signingIn = computer.inTerminal(['login', url]);
  assert.equal((await fetch(await backFrom(await computer.asked(), person))).status, 200);
  const { code, shown } = await signingIn;
  assert.equal(code, 0, shown);
  assert.match(shown, /Signed in at .* as admin@example\.com/);
  assert.equal((await computer.run(['logout'])).code, 0);

  // There is none here: its address is pasted.
  const pasted = await computer.inTerminal(
    ['login', url, '--no-browser'],
    [
      [
        'paste here',
        async (told) => {
          const [, address = ''] = /Sign in at:\s+(\S+)/.exec(told) ?? [];
          return `${(await backFrom(address, person)).href}\r`;
        },
      ],
    ],
  );
  assert.equal(pasted.code, 0, pasted.shown);

  // Tables are the same everywhere; nothing but questions has colours.
  assert.equal((await computer.run(['keys', 'create', 'doomed', '--expires', '1d', '--quiet'])).code, 0);
  const [onTerminal, piped] = await Promise.all([
    computer.inTerminal(['keys', 'list']),
    computer.run(['keys', 'list']),
  ]);
  assert.match(onTerminal.shown, /^NAME +/m);
  assert.match(onTerminal.shown, /doomed/);
  assert.equal(onTerminal.shown.replaceAll('\r\n', '\n'), piped.out);
  assert.doesNotMatch(piped.out, escape);

  // What cannot be undone is asked for, of a person alone.
  const remove = ['keys', 'delete', 'doomed'];
  const [refused, no, ended] = await Promise.all([
    computer.run(remove),
    computer.inTerminal(remove, [[question, () => 'n']]),
    computer.inTerminal(remove, [[question, () => '\u0003']]),
  ]);
  assert.equal(refused.code, 2);
  assert.match(refused.err, /Add --yes/);
  assert.doesNotMatch(refused.err, escape);
  assert.equal(no.code, 1, no.shown);
  assert.match(no.shown, escape);
  assert.match(no.shown, /nothing was done/);
  assert.equal(ended.code, 130, ended.shown);
  assert.equal((await computer.run(['keys', 'get', 'doomed'])).code, 0);
  const yes = await computer.inTerminal(remove, [[question, () => 'y']]);
  assert.equal(yes.code, 0, yes.shown);
  assert.equal((await computer.run(['keys', 'get', 'doomed'])).code, 3);
}

/** What is left of the exit codes: refusals of the API, and none at all. */
export async function meetRefusals(computer: Computer): Promise<void> {
  const create = [
    'keys',
    'create',
    'limited',
    '--expires',
    '1d',
    '--scopes',
    'api-keys:verify',
    '--tier',
    'tiny',
    '--quiet',
  ];
  const made = await computer.run(create);
  assert.equal(made.code, 0, made.err);
  assert.equal((await computer.run(create)).code, 6);
  computer.env['LATCHKEY_TOKEN'] = made.out.trim();
  const { apiUrl } = JSON.parse((await computer.run(['status', '--output', 'json'])).out) as {
    apiUrl: string;
  };
  computer.env['LATCHKEY_URL'] = apiUrl;
  assert.equal((await computer.run(['users', 'list'])).code, 5);
  assert.equal((await computer.run(['whoami'])).code, 7);
  assert.equal((await computer.run(['whoami', '--url', 'http://127.0.0.1:9/api/v1'])).code, 8);
  delete computer.env['LATCHKEY_TOKEN'];
  delete computer.env['LATCHKEY_URL'];
  assert.equal((await computer.run(['keys', 'pause', 'limited'])).code, 0);
  assert.equal((await computer.run(['verify'], made.out)).code, 10);
  assert.equal((await computer.run(['logout'])).code, 0);
}
