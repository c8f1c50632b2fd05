import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EngineProcess } from '../local/dynamodb/engine-process.ts';
import { type Contender, contenderSource, contenders } from './contenders/contender.ts';
import { type Deployment, deploy, deployedBundle } from './deployment/deployment.ts';
import { type Bundle, bundle } from './function/bundle.ts';
import { bundleWorker, FunctionProcess } from './function/function-process.ts';
import { Administrator } from './seed/administrator.ts';
import { type Fixtures, seedFixtures } from './seed/fixtures.ts';
import { Issuer } from './seed/issuer.ts';
import { registerApi } from './seed/protected-api.ts';

const benchFolder = import.meta.dirname;
export const projectRoot = dirname(benchFolder);

/** Everything that measurements need: an engine with the deployed tables and keys, and bundles of all contenders. */
export interface Stage {
  readonly folder: string;
  readonly worker: string;
  readonly engine: EngineProcess;
  readonly deployment: Deployment;
  readonly administrator: Administrator;
  readonly fixtures: Fixtures;
  /** Of the routes of the protected API that is registered. */
  readonly routesHash: string;
  readonly contenders: readonly Contender[];
  /** @param endpoint where DynamoDB is, the engine unless somebody stands in between */
  bundleOf(contender: Contender, endpoint?: string): Bundle;
  /** Starts a contender and tells it what it will be called with. */
  start(contender: Contender, endpoint?: string): Promise<FunctionProcess>;
  stop(): Promise<void>;
}

/** Sets the stage; it is also struck where that fails. */
export async function setStage(): Promise<Stage> {
  await installPeers();
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
  // Gigabytes, where the scale part is interrupted.
  const clear = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', clear);
  const engine = await EngineProcess.start();
  const issuer = await Issuer.start();
  let administrator: Administrator | undefined;
  const stop = async () => {
    administrator?.stop();
    issuer.stop();
    await engine.stop();
    process.off('exit', clear);
    clear();
  };
  try {
    const prepared = await prepare(folder, engine, issuer);
    ({ administrator } = prepared);
    return { ...prepared, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepare(folder: string, engine: EngineProcess, issuer: Issuer): Promise<Omit<Stage, 'stop'>> {
  const worker = await bundleWorker(folder);
  const deployment = await deploy(projectRoot, engine.endpoint, join(folder, 'deployment'));
  const administrator = await Administrator.create(deployment, worker, engine.endpoint);
  const fixtures = await seedFixtures(administrator);
  const routesHash = await registerApi(administrator, deployment, worker, engine.endpoint);
  const peerKeys = fixtures.unlimited.map(({ plaintext }) => plaintext);
  const peers = {
    BETTER_AUTH_DATABASE: join(folder, 'better-auth.sqlite'),
    BETTER_AUTH_KEYS: JSON.stringify(peerKeys),
  };
  const all = contenders({ fixtures, routesHash, token: issuer.tokenFor(fixtures.userId), peerKeys });
  const modules = new Set(all.flatMap(({ module }) => module ?? []));
  const files = new Map<string, string>();
  for (const module of [...modules, 'better-auth-seeding']) {
    const { entry, replaced } = contenderSource(module);
    files.set(module, await bundle(entry, join(folder, 'bundles', module), replaced));
  }
  const bundleOf = (
    { module, deployed: name = 'authorizer' }: Pick<Contender, 'module' | 'deployed'>,
    endpoint = engine.endpoint,
  ): Bundle => {
    const deployed = deployedBundle(deployment, name, endpoint, issuer.environment);
    if (module === null) return deployed;
    const environment = module.startsWith('better-auth') ? peers : {};
    return { file: files.get(module) ?? '', environment: { ...deployed.environment, ...environment } };
  };
  const seeding = await FunctionProcess.start(worker, bundleOf({ module: 'better-auth-seeding' }));
  await seeding.invoke({}).finally(() => seeding.stop());
  const start = async (contender: Contender, endpoint = engine.endpoint): Promise<FunctionProcess> => {
    const started = await FunctionProcess.start(worker, bundleOf(contender, endpoint));
    await started.feed(contender.events, contender.expected);
    return started;
  };
  return {
    folder,
    worker,
    engine,
    deployment,
    administrator,
    fixtures,
    routesHash,
    contenders: all,
    bundleOf,
    start,
  };
}

/** The peers have a lock file of their own, so that the product's never holds them. */
async function installPeers(): Promise<void> {
  const installedAtMs = timeOf(join(benchFolder, 'node_modules', '.package-lock.json'));
  if (installedAtMs >= timeOf(join(benchFolder, 'package-lock.json'))) return;
  console.error('Installing the peers that Latchkey is measured beside, into bench/node_modules');
  const npm = spawn('npm', ['ci', '--prefix', benchFolder, '--no-audit', '--no-fund', '--silent'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(npm, 'exit')) as [number | null];
  if (code !== 0) throw new Error('npm ci could not install the peers; see bench/package-lock.json');
}

function timeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
