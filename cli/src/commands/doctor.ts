import { headersOf, type Latchkey } from '@latchkey/client';
import { type DefineCommand, examples } from '../command.ts';
import type { Context } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { reportOf } from '../report-error.ts';
import { type Check, printChecks } from './checks.ts';

/** Tokens and keys are judged by the clock of the deployment; more than this makes a new token look old, or not yet valid. */
const maxSkewSeconds = 30;
const oldestNode = [20, 12] as const;

/** What was found, and the exit code where it is not as it should be. */
interface Finding extends Check {
  readonly exitCode?: ExitCode;
}

/** `latchkey doctor` */
export const defineDoctor: DefineCommand = (command, run) => {
  command.addHelpText('after', examples('latchkey doctor', 'latchkey doctor --output json')).action(
    run(async (context): Promise<ExitCode> => {
      const findings = await examine(context);
      const checks = findings.map(({ name, ok, detail }) => ({ name, ok, detail }));
      const failed = findings.find(({ ok }) => !ok);
      await printChecks(context, { ok: failed === undefined, checks }, ['ok', 'checks']);
      return failed === undefined ? exitCodes.ok : (failed.exitCode ?? exitCodes.failed);
    }),
  );
};

async function examine(context: Context): Promise<Finding[]> {
  const local = [nodeVersion(), await store(context)];
  const address = await attempt('address', async () => await context.session.apiUrl());
  if (!address.ok) return [...local, address];
  const api = context.apiAt(address.detail);
  const found = await reachability(context, api);
  if (found.some(({ ok, name }) => name === 'API' && !ok)) return [...local, address, ...found];
  const versions = await attempt('versions', async () => await versionsOf(context, api));
  const token = await attempt('token', async () => {
    const { userId, apiKey } = await (await context.api()).me();
    return apiKey === null ? `of ${userId}, who signed in` : `key "${apiKey.name}" of ${userId}`;
  });
  return [...local, address, ...found, versions, token];
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return {
    name: 'Node.js',
    ok,
    detail: `${process.versions.node}${ok ? '' : `; ${oldestNode.join('.')} is needed`}`,
  };
}

async function store({ session }: Context): Promise<Finding> {
  if (session.givenToken !== null) return { name: 'store', ok: true, detail: 'the variable LATCHKEY_TOKEN' };
  return await attempt('store', async () => {
    const kept = session.store((await session.profile())?.store ?? 'keyring');
    const credential = await kept.read(session.profileName);
    const where = kept.name === 'file' ? 'a file, in plain text' : 'the keyring';
    return `${where}${credential === null ? ', which has no credential of this profile' : ''}`;
  });
}

/** Whether the API answers at all, and whether its clock and this one agree. */
async function reachability({ surroundings }: Context, api: Latchkey): Promise<Finding[]> {
  const before = surroundings.now().getTime();
  let date: string | null | undefined;
  const reached = await attempt('API', async () => {
    const answer = await api.request('GET', '/health', { retries: 0 });
    date = headersOf(answer)?.get('Date');
    return `answers in ${surroundings.now().getTime() - before} ms`;
  });
  if (!reached.ok || date == null) return [reached];
  const skew = Math.round((Date.parse(date) - before) / 1_000);
  const ok = Math.abs(skew) <= maxSkewSeconds;
  const detail = ok
    ? 'agrees with the API’s'
    : `${Math.abs(skew)} s ${skew > 0 ? 'behind' : 'ahead of'} the API’s`;
  return [reached, { name: 'clock', ok, detail }];
}

async function versionsOf({ surroundings }: Context, api: Latchkey): Promise<string> {
  const { version } = await api.config();
  const differ = version === surroundings.version ? '' : ': they differ, and may not know all of each other';
  return `latchkey ${surroundings.version}, API ${version}${differ}`;
}

async function attempt(name: string, act: () => Promise<string>): Promise<Finding> {
  try {
    return { name, ok: true, detail: await act() };
  } catch (error) {
    const { message, advice, exitCode } = reportOf(error);
    return { name, ok: false, detail: advice === null ? message : `${message}. ${advice}`, exitCode };
  }
}
