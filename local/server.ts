import { banner } from './banner.ts';
import { bootstrap } from './bootstrap.ts';
import { type Cloud, emptyCloud, newInvocations, stopCloud } from './cloud.ts';
import { deploy } from './deploy.ts';
import { DynamoDb } from './dynamodb/dynamodb.ts';
import { asError, StartError } from './errors.ts';
import { systemClock } from './events/clock.ts';
import { frontSite } from './front.ts';
import { isLoopback, Listener } from './http/listener.ts';
import { LocalIssuer } from './issuer/local-issuer.ts';
import { issuerPath, type UserPool } from './issuer/user-pool.ts';
import { LogGroups } from './logs/log-groups.ts';
import { Gateway } from './rest-api/gateway.ts';
import { stageUrls } from './rest-api/stage-address.ts';
import { Secrets } from './secrets/secrets.ts';
import { Services } from './services.ts';
import type { Settings } from './settings.ts';
import { Buckets } from './storage/buckets.ts';
import { DataFolder } from './storage/data-folder.ts';
import { type AssemblyStack, readAssembly } from './synth/assembly.ts';
import { haveLoaded, keepLoaded } from './synth/loaded-functions.ts';
import { synthesize } from './synth/synthesize.ts';

/** The first segment of the API's routes. It is a part of the base URL in `bootstrap.json`. */
const apiVersion = 'v1';
/** One in eight deliveries of log lines: often enough to be met, and to be told apart from a fault. */
const repeatsLines = () => Math.random() < 1 / 8;

/** Everything that `npm start` runs: one process, and the engine's. */
export class LaptopServer {
  readonly #settings: Settings;
  /** How to stop what is running so far. */
  readonly #stops: (() => Promise<void> | void)[] = [];

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
    const { host, port, dataFolder, dynamodbEndpoint, logsEndpoint, sweepsTtl } = this.#settings;
    const listener = await Listener.open(host, port);
    this.#stops.push(() => listener.stop());
    const folder = DataFolder.open(dataFolder);
    this.#stops.push(() => folder.release());
    const { assemblies, stacks } = await this.#synthesize(root, signal);
    signal.throwIfAborted();

    const dynamodb = await DynamoDb.connect(folder, dynamodbEndpoint);
    this.#stops.push(() => dynamodb.stop());
    const logs = new LogGroups(folder.file('logs'));
    this.#stops.push(() => logs.flush());
    const userPools = new Map<string, UserPool>();
    const buckets = new Buckets(folder.file('buckets'));
    const secrets = new Secrets(folder.file('secrets.json'));
    const invocations = newInvocations(folder);
    const services = await Services.start({ ...invocations, folder, buckets, logs, secrets, userPools });
    this.#stops.push(() => services.stop());
    const endpoints = {
      ...services.endpoints,
      dynamodb: dynamodb.endpoint,
      trustedFolder: folder.file('trusted'),
      ...(logsEndpoint !== null && { logs: logsEndpoint }),
    };
    const cloud = emptyCloud({
      ...invocations,
      clock: systemClock,
      secrets,
      url: listener.url,
      buckets,
      folder,
      dynamodb,
      logs,
      endpoints,
      userPools,
      sweepsTtl,
      repeatsLines,
    });
    this.#stops.push(() => stopCloud(cloud));
    // A deployment may wait for the answer to a custom resource for an hour.
    signal.addEventListener('abort', () => void cloud.providers.stop());
    signal.throwIfAborted();

    const outputs = await deploy(stacks, cloud, haveLoaded(assemblies));
    await keepLoaded(assemblies);
    const apis = [...cloud.apis.values()];
    const [own, ...others] = stageUrls(apis, listener.url);
    if (own === undefined) throw new StartError('the templates have no REST API with a stage');
    const url = `${own.url}/${apiVersion}`;
    const issuer = await this.#openIssuer(cloud);
    const gateway = new Gateway(apis, logs);
    listener.serve(
      frontSite({ apiUrl: url, apis, gateway, issuer, console: cloud.distributions[0] ?? null }),
    );
    // It is stopped before everything that it needs.
    this.#stops.push(() => listener.stop());

    const bootstrapFile = folder.file('bootstrap.json');
    const urls = { url, consoleUrl: `${listener.url}/`, issuer: issuer?.url ?? null };
    const admin = await bootstrap(bootstrapFile, urls, outputs, cloud.functions);
    if (admin !== null) issuer?.listUsersOf({ apiUrl: url, administrator: admin.bootstrap.adminUserId });
    return [
      banner({
        root,
        url: urls.url,
        consoleUrl: cloud.distributions.length > 0 ? urls.consoleUrl : null,
        dataFolder: folder.path,
        bootstrapFile,
        bootstrap: admin?.bootstrap ?? null,
        isFirstStart: admin?.isNew ?? false,
        otherApis: others.map(({ api, url: apiUrl }) => ({ name: api.name, url: apiUrl })),
      }),
      ...(isLoopback(host) ? [] : [`Warning: HOST=${host} lets other machines reach this server.\n`]),
    ].join('\n');
  }

  /** The assemblies and stacks of this project, and then those of the further apps. */
  async #synthesize(
    root: string,
    signal: AbortSignal,
  ): Promise<{ assemblies: readonly string[]; stacks: readonly AssemblyStack[] }> {
    const { apps, context } = this.#settings;
    const assemblies: string[] = [];
    const stacks: AssemblyStack[] = [];
    for (const app of [root, ...apps]) {
      const assembly = await synthesize(root, context, signal, app);
      assemblies.push(assembly);
      for (const stack of await readAssembly(assembly)) {
        if (stacks.some(({ name }) => name === stack.name)) {
          throw new StartError(`${app} has a stack ${stack.name}, as has an app before it`);
        }
        stacks.push(stack);
      }
    }
    return { assemblies, stacks };
  }

  async #openIssuer({ apis, folder, url, userPools }: Cloud): Promise<LocalIssuer | null> {
    const [userPool] = userPools.values();
    if (userPool === undefined) return null;
    if ([...apis.values()].some(({ stages }) => stages.has(issuerPath.slice(1)))) {
      throw new StartError(`a stage of the REST API has the same path as the local issuer, ${issuerPath}`);
    }
    const isPasswordless = isLoopback(this.#settings.host);
    return await LocalIssuer.open(userPool, { url, file: folder.file('issuer.json'), isPasswordless });
  }

  /** Ends everything that was started, last things first. */
  async stop(): Promise<void> {
    for (let stop = this.#stops.pop(); stop !== undefined; stop = this.#stops.pop()) {
      try {
        await stop();
      } catch (error) {
        console.error(`while stopping: ${asError(error).message}`);
      }
    }
  }
}
