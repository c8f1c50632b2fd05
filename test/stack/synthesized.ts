import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { fingerprint } from '../../local/synth/fingerprint.ts';
import { makeOnce } from '../support/made-once.ts';
import { type ConfigurationName, configurations } from './configurations.ts';

const run = promisify(execFile);
const repository = join(import.meta.dirname, '../..');
const everyConfiguration = 'test/stack/every-configuration.ts';

export interface Resource {
  readonly Type: string;
  /** Templates are JSON, and tests look anywhere in them. */
  readonly Properties: any;
  readonly DependsOn?: string | string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { Value: unknown; Export?: { Name: string } }>>;
}

/** A cloud assembly. */
export interface Synthesized {
  readonly folder: string;
  readonly data: Template;
  /** Empty where the stack is left out; so is `identity`. */
  readonly hosting: Template;
  readonly identity: Template;
  readonly api: Template;
  /** Empty where the stack is left out. */
  readonly console: Template;
  readonly monitoring: Template;
}

/**
 * What `cdk synth` makes of a configuration; of `cdk.json` as it stands where none is named, and only then with the
 * functions' code. All are made at once, and once for as long as nothing changes that they are made of.
 */
export async function synthesized(name?: ConfigurationName): Promise<Synthesized> {
  const folder = join(await synthesizeAll(), name ?? '');
  const { deploymentName } = { deploymentName: 'latchkey', ...(name && configurations[name]) };
  const template = async (stack: string) =>
    JSON.parse(await readFile(join(folder, `${deploymentName}-${stack}.template.json`), 'utf8')) as Template;
  return {
    folder,
    data: await template('data'),
    hosting: await template('hosting').catch(leftOut),
    identity: await template('identity').catch(leftOut),
    api: await template('api'),
    console: await template('console').catch(leftOut),
    monitoring: await template('monitoring'),
  };
}

function leftOut(error: NodeJS.ErrnoException): Template {
  if (error.code !== 'ENOENT') throw error;
  return { Resources: {} };
}

async function synthesizeAll(): Promise<string> {
  const own = await readFile(join(repository, everyConfiguration), 'utf8');
  const key = fingerprint(repository, [own, JSON.stringify(configurations)]);
  const cache = join(repository, 'node_modules/.cache/latchkey-test');
  const folder = join(cache, key);
  await makeOnce(folder, async (draft) => {
    for (const outdated of await readdir(cache)) {
      if (!outdated.startsWith(key)) await rm(join(cache, outdated), { recursive: true, force: true });
    }
    await cdkSynth(['--output', draft, '--app', `node ${everyConfiguration}`]);
  });
  return folder;
}

/**
 * Runs `cdk synth` as a user would; aws-cdk-lib is slow to load as a module of jest. Leaves out what the CDK itself
 * thinks of the templates: that takes half the time, and is only ever a warning.
 *
 * @throws with the command's output when it fails
 */
async function cdkSynth(options: readonly string[]): Promise<void> {
  const cli = join(repository, 'node_modules/aws-cdk/bin/cdk');
  await run(process.execPath, [cli, 'synth', '--quiet', ...options], {
    cwd: repository,
    env: {
      ...process.env,
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      CDK_VALIDATION: 'false',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    },
  });
}

export function ofType(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** The one resource of a type whose logical id begins like this. */
export function resource(template: Template, type: string, idPrefix = ''): Resource {
  const found = ofType(template, type).filter(([id]) => id.startsWith(idPrefix));
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`${found.length} resources ${type} begin with ${idPrefix}`);
  }
  return found[0][1];
}
