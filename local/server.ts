import { setTimeout as sleep } from 'node:timers/promises';
import { banner } from './banner.ts';
import { bootstrap } from './bootstrap.ts';
import { Cloud } from './cloud.ts';
import { DataFolder } from './data/data-folder.ts';
import { deploy } from './deploy.ts';
import { DynamoDb } from './engine/dynamodb.ts';
import { LogGroups } from './logs/log-groups.ts';
import { LogsEndpoint } from './logs/logs-endpoint.ts';
import { Gateway } from './rest-api/gateway.ts';
import { gatewaySite } from './rest-api/gateway-site.ts';
import { isLoopback, Listener } from './rest-api/listener.ts';
import type { Settings } from './settings.ts';
import { StartError } from './start-error.ts';
import { readAssembly } from './synth/assembly.ts';
import { synthesize } from './synth/synthesize.ts';

/** How long work under way may take when the server stops. */
const drainMs = 2_000;

/** The version that the deployment's routes begin with; `bootstrap.json` names the base that clients use. */
const apiVersion = 'v1';

/** Everything that `npm start` runs, in one process with an engine beside it. */
export class LaptopServer {
  readonly #settings: Settings;
  /** What is running so far, as the ways to stop it. */
  readonly #stops: (() => Promise<void> | void)[] = [];
  #dynamodb: DynamoDb | null = null;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /**
   * Resolves once the API answers.
   *
   * @param root folder of the app to synthesize
   * @param signal ends a start that is under way
   * @returns what to show in the terminal
   * @throws StartError
   */
  async start(root: string, signal: AbortSignal): Promise<string> {
    const { host, port, dataFolder, dynamodbEndpoint, logsEndpoint, context } = this.#settings;
    const listener = await Listener.open(host, port);
    this.#stops.push(() => listener.stop());
    const folder = DataFolder.open(dataFolder);
    this.#stops.push(() => folder.release());
    const stacks = await readAssembly(await synthesize(root, context, signal));
    signal.throwIfAborted();

    const dynamodb = await DynamoDb.connect(folder, dynamodbEndpoint);
    this.#dynamodb = dynamodb;
    this.#stops.push(() => dynamodb.stop());
    const logs = new LogGroups(folder.file('logs'));
    this.#stops.push(() => logs.flush());
    const logsServer = await LogsEndpoint.start(logs);
    this.#stops.push(() => logsServer.stop());
    const endpoints = { dynamodb: dynamodb.endpoint, logs: logsEndpoint ?? logsServer.url };
    const cloud = new Cloud(folder.path, listener.url, dynamodb, logs, endpoints);
    this.#stops.push(() => stopCloud(cloud));
    signal.throwIfAborted();

    const outputs = await deploy(stacks, cloud);
    const stageName = [...cloud.apis.values()].flatMap(({ stages }) => [...stages.keys()])[0];
    if (stageName === undefined) throw new StartError('the templates have no REST API with a stage');
    listener.serve(gatewaySite(new Gateway([...cloud.apis.values()], logs)));
    // First of all, before what it needs.
    this.#stops.push(() => listener.stop());

    const bootstrapFile = folder.file('bootstrap.json');
    const urls = { url: `${listener.url}/${stageName}/${apiVersion}`, consoleUrl: `${listener.url}/` };
    const admin = await bootstrap(bootstrapFile, urls, outputs, cloud);
    return [
      banner({
        url: urls.url,
        dataFolder: folder.path,
        bootstrapFile,
        bootstrap: admin?.bootstrap ?? null,
        isFirstStart: admin?.isNew ?? false,
      }),
      ...(isLoopback(host) ? [] : [`Warning: HOST=${host} lets other machines reach this server.\n`]),
    ].join('\n');
  }

  /** Ends everything that was started, last things first. */
  async stop(): Promise<void> {
    for (let stop = this.#stops.pop(); stop !== undefined; stop = this.#stops.pop()) {
      try {
        await stop();
      } catch (error) {
        console.error(`while stopping: ${(error as Error).message}`);
      }
    }
  }

  /** For the last moment of the process, in which nothing can be awaited. */
  kill(): void {
    this.#dynamodb?.kill();
  }
}

/** Lets batches under way finish, but not for ever: an unfinished one comes again at the next start. */
async function stopCloud(cloud: Cloud): Promise<void> {
  const background = Promise.all([
    ...cloud.mappings.map((mapping) => mapping.stop()),
    ...cloud.subscriptions.map((subscription) => subscription.stop()),
  ]);
  await Promise.race([background, sleep(drainMs, undefined, { ref: false })]);
  await cloud.functions.end();
  await background;
}
