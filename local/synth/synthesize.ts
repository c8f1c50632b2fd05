import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { errorCode, StartError } from '../errors.ts';
import { commandLine } from '../process.ts';
import { fingerprint } from './fingerprint.ts';

const keptAssemblies = 5;

/**
 * The folder with the synthesized assembly of an app. It is made once per fingerprint, in a draft that is then renamed.
 * So simultaneous starts never see half of one.
 *
 * @param root this project's folder, whose CDK synthesizes all apps
 * @param app folder of the app
 * @throws StartError with what `cdk synth` said when it fails, or where the folder has no app
 */
export async function synthesize(
  root: string,
  context: readonly string[],
  signal: AbortSignal,
  app: string = root,
): Promise<string> {
  if (!existsSync(join(app, 'cdk.json'))) throw new StartError(`${app} is no CDK app: it has no cdk.json`);
  const cache = join(root, 'node_modules', '.cache', 'latchkey');
  const assembly = join(cache, fingerprint(root, context, app));
  await mkdir(cache, { recursive: true });
  if (!existsSync(assembly)) await synthesizeInto(root, app, context, assembly, signal);
  const now = new Date();
  await utimes(assembly, now, now);
  await writeFile(join(assembly, `used-by.${process.pid}`), '');
  await prune(cache);
  return assembly;
}

async function synthesizeInto(
  root: string,
  app: string,
  context: readonly string[],
  assembly: string,
  signal: AbortSignal,
): Promise<void> {
  const draft = `${assembly}.draft.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  try {
    const args = ['synth', '--quiet', '--no-notices', '-o', draft, ...context.flatMap((c) => ['-c', c])];
    await runCdk(root, app, args, signal);
    // The Lambda bundles are CommonJS; the nearest package.json above them says otherwise.
    await writeFile(join(draft, 'package.json'), '{"type":"commonjs"}\n');
    await renameUnlessThere(draft, assembly);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Another start may have been faster. Its assembly is the same. */
async function renameUnlessThere(draft: string, assembly: string): Promise<void> {
  try {
    await rename(draft, assembly);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(String(errorCode(error)))) throw error;
  }
}

function runCdk(root: string, app: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  const packageFile = createRequire(join(root, 'package.json')).resolve('aws-cdk/package.json');
  const cdk = join(dirname(packageFile), 'bin', 'cdk');
  signal.throwIfAborted();
  return new Promise((done, fail) => {
    // In a group of its own, so that an interruption ends the app and the bundler, too.
    const child = spawn(process.execPath, [cdk, ...args], {
      cwd: app,
      env: cdkEnvironment(root),
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const interrupt = () => endGroup(child.pid);
    signal.addEventListener('abort', interrupt);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', fail);
    child.on('close', (code) => {
      signal.removeEventListener('abort', interrupt);
      if (code === 0) done();
      else fail(new StartError(`cdk synth failed in ${app}:\n${said.trim()}`));
    });
  });
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** The app runs with the same Node.js as the server, and without the AWS account of the person at the terminal. */
function cdkEnvironment(root: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const path = [dirname(process.execPath), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''];
  return {
    ...Object.fromEntries(own),
    PATH: path.join(delimiter),
    // The app may take settings that are for a laptop only.
    LATCHKEY_LAPTOP: '1',
    CDK_VALIDATION: 'false',
    CDK_DISABLE_VERSION_CHECK: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}

/** Removes old assemblies, but for those from which a living server loads functions. */
async function prune(cache: string): Promise<void> {
  const folders = await Promise.all(
    (await readdir(cache)).map(async (name) => ({
      path: join(cache, name),
      usedAtMs: (await stat(join(cache, name)).catch(() => null))?.mtimeMs ?? 0,
    })),
  );
  const [drafts, assemblies] = [folders.filter(isDraft), folders.filter((folder) => !isDraft(folder))];
  assemblies.sort((a, b) => b.usedAtMs - a.usedAtMs);
  for (const { path } of drafts) {
    if (!isLivingNode(path)) await rm(path, { recursive: true, force: true });
  }
  for (const { path } of assemblies.slice(keptAssemblies)) {
    const users = (await readdir(path).catch(() => [])).filter((name) => name.startsWith('used-by.'));
    if (!users.some(isLivingNode)) await rm(path, { recursive: true, force: true });
  }
}

function isDraft(folder: { path: string }): boolean {
  return folder.path.includes('.draft.');
}

/** Whether the process id at the end of a name is that of a living Node.js process. */
function isLivingNode(name: string): boolean {
  const pid = Number(name.slice(name.lastIndexOf('.') + 1));
  return pid > 0 && (commandLine(pid)?.includes('node') ?? false);
}
