import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cloud, emptyCloud, newInvocations, stopCloud } from '../../local/cloud.ts';
import { deploy } from '../../local/deploy.ts';
import { DynamoDb } from '../../local/dynamodb/dynamodb.ts';
import { systemClock } from '../../local/events/clock.ts';
import { frontSite } from '../../local/front.ts';
import { Listener } from '../../local/http/listener.ts';
import type { LocalIssuer } from '../../local/issuer/local-issuer.ts';
import { LogGroups } from '../../local/logs/log-groups.ts';
import { Gateway } from '../../local/rest-api/gateway.ts';
import { Secrets } from '../../local/secrets/secrets.ts';
import { Services } from '../../local/services.ts';
import { Buckets } from '../../local/storage/buckets.ts';
import { DataFolder } from '../../local/storage/data-folder.ts';
import type { Template, TemplateResource } from '../../local/template/template.ts';

type Resources = Record<string, TemplateResource>;

/** A server without synthesis: what `local/` makes of a template and of bundles that a test writes down. */
export class Laptop {
  readonly cloud: Cloud;
  readonly folder: string;
  readonly logsUrl: string;
  readonly #stops: (() => Promise<void> | void)[];
  readonly #listener: Listener;

  private constructor(
    cloud: Cloud,
    listener: Listener,
    folder: string,
    logsUrl: string,
    stops: (() => Promise<void> | void)[],
  ) {
    this.cloud = cloud;
    this.#listener = listener;
    this.folder = folder;
    this.logsUrl = logsUrl;
    this.#stops = stops;
  }

  /** @param folder of an earlier laptop whose data is to be kept */
  static async start(
    folder = mkdtempSync(join(tmpdir(), 'laptop-')),
    {
      sweepsTtl = true,
      repeatsLines = () => false,
      clock = systemClock,
    }: Partial<Pick<Cloud, 'sweepsTtl' | 'repeatsLines' | 'clock'>> = {},
  ): Promise<Laptop> {
    const data = DataFolder.open(folder);
    const dynamodb = await DynamoDb.connect(data, process.env.DYNAMODB_ENDPOINT ?? null);
    const logs = new LogGroups(join(folder, 'logs'));
    const listener = await Listener.open('127.0.0.1', 0);
    const buckets = new Buckets(join(folder, 'buckets'));
    const userPools = new Map();
    const secrets = new Secrets(join(folder, 'secrets.json'));
    const invocations = newInvocations(data);
    const services = await Services.start({
      ...invocations,
      folder: data,
      buckets,
      logs,
      secrets,
      userPools,
    });
    const trustedFolder = join(folder, 'trusted');
    const endpoints = { ...services.endpoints, dynamodb: dynamodb.endpoint, trustedFolder };
    const { url } = listener;
    const cloud = emptyCloud({
      ...invocations,
      clock,
      secrets,
      url,
      folder: data,
      buckets,
      dynamodb,
      logs,
      endpoints,
      userPools,
      sweepsTtl,
      repeatsLines,
    });
    return new Laptop(cloud, listener, folder, services.endpoints.logs, [
      () => listener.stop(),
      () => data.release(),
      () => dynamodb.stop(),
      () => services.stop(),
      () => logs.flush(),
      () => stopCloud(cloud),
    ]);
  }

  /** Deploys one stack; `bundles` maps asset names to the CommonJS source of their `index.js`. */
  async deploy(
    resources: Resources,
    bundles: Record<string, string> = {},
    haveLoaded = false,
  ): Promise<void> {
    await this.deployStacks({ test: { Resources: resources } }, bundles, haveLoaded);
  }

  /** Deploys stacks, one after the other, and resolves with their outputs. */
  async deployStacks(
    templates: Record<string, Template>,
    bundles: Record<string, string> = {},
    haveLoaded = false,
  ): Promise<ReadonlyMap<string, string>> {
    const assets = new Map<string, string>();
    for (const [name, source] of Object.entries(bundles)) {
      const folder = join(this.folder, 'assets', name);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'index.js'), source);
      assets.set(`${name}.zip`, folder);
    }
    const stacks = Object.entries(templates).map(([name, template]) => ({ name, template, assets }));
    return await deploy(stacks, this.cloud, haveLoaded);
  }

  /** Starts to answer, once the API is deployed. */
  listen(issuer: LocalIssuer | null = null): string {
    const apis = [...this.cloud.apis.values()];
    const gateway = new Gateway(apis, this.cloud.logs);
    const [console = null] = this.cloud.distributions;
    this.#listener.serve(frontSite({ apiUrl: `${this.url}/stage`, apis, gateway, issuer, console }));
    return this.url;
  }

  get url(): string {
    return this.#listener.url;
  }

  /** The lines of a log group, parsed. */
  logLines(group: string): Record<string, unknown>[] {
    try {
      const text = readFileSync(this.cloud.logs.file(group), 'utf8');
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    } catch {
      return [];
    }
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.toReversed()) await stop();
  }

  async stopAndForget(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A function resource over the bundle of that name. */
export function functionResource(bundle: string, more: Record<string, unknown> = {}): TemplateResource {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { S3Bucket: 'assets', S3Key: `${bundle}.zip` },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: 'role',
      ...more,
    },
  };
}

/** Waits until something holds, for at most ten seconds. */
export async function eventually<T>(probe: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (const deadlineMs = Date.now() + 10_000; ; ) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > deadlineMs) throw new Error('it did not happen within ten seconds');
    await sleep(50);
  }
}
