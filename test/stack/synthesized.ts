import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const repository = join(import.meta.dirname, '../..');

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

/** A cloud assembly in a folder of its own. */
export interface Synthesized {
  readonly folder: string;
  readonly data: Template;
  /** Empty where the stack is left out; so is `identity`. */
  readonly hosting: Template;
  readonly identity: Template;
  readonly api: Template;
  readonly monitoring: Template;
  remove(): Promise<void>;
}

export interface SynthesisOptions {
  /** Values for `-c key=value`. @default - `cdk.json` as it stands */
  readonly context?: Readonly<Record<string, string>>;
  /** Whether findings of cdk-nag make it fail; without, it takes half the time. @default true */
  readonly validate?: boolean;
}

/** Runs `cdk synth` as a user would; aws-cdk-lib is slow to load as a module of jest. */
export async function synthesize(options: SynthesisOptions = {}): Promise<Synthesized> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-synth-'));
  const name = options.context?.deploymentName ?? 'latchkey';
  await cdkSynth(folder, options);
  const template = async (stack: string) =>
    JSON.parse(await readFile(join(folder, `${name}-${stack}.template.json`), 'utf8')) as Template;
  return {
    folder,
    data: await template('data'),
    hosting: await template('hosting').catch(leftOut),
    identity: await template('identity').catch(leftOut),
    api: await template('api'),
    monitoring: await template('monitoring'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function leftOut(error: NodeJS.ErrnoException): Template {
  if (error.code !== 'ENOENT') throw error;
  return { Resources: {} };
}

/** @throws with the command's output when it fails */
export async function cdkSynth(folder: string, options: SynthesisOptions): Promise<void> {
  const cli = join(repository, 'node_modules/aws-cdk/bin/cdk');
  const context = Object.entries(options.context ?? {}).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  await run(process.execPath, [cli, 'synth', '--quiet', '--output', folder, ...context], {
    cwd: repository,
    env: {
      ...process.env,
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      ...(options.validate === false && { CDK_VALIDATION: 'false' }),
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
