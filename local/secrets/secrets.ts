import { randomInt, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { arnOf } from '../aws.ts';
import { StartError } from '../errors.ts';
import { readJson, writeAtomically } from '../storage/atomic-file.ts';

/** Labels that Secrets Manager moves by itself. */
export const currentStage = 'AWSCURRENT';
const previousStage = 'AWSPREVIOUS';

const versionShape = z.object({
  id: z.string(),
  value: z.string(),
  stages: z.array(z.string()),
  createdAtMs: z.number(),
});
const secretShape = z.object({ name: z.string(), arn: z.string(), versions: z.array(versionShape) });

export type SecretVersion = Readonly<z.infer<typeof versionShape>>;
export type Secret = Readonly<z.infer<typeof secretShape>>;

const suffixCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const suffixLength = 6;

/** Secrets with all their versions, in a file of the data folder that its owner alone can read. */
export class Secrets {
  readonly #path: string;
  /** One after the other: no change is lost to another one. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Makes a secret, unless there is one of that name: its value then stays, whatever the template says now.
   *
   * @param makeValue is called once, for a new secret
   */
  async ensure(name: string, makeValue: () => string): Promise<Secret> {
    return await this.#change((secrets) => {
      const existing = secrets.find((secret) => secret.name === name);
      if (existing !== undefined) return existing;
      const versions = [newVersion(randomUUID(), makeValue(), [currentStage])];
      const secret = { name, arn: arnOf('secretsmanager', `secret:${name}-${suffix()}`), versions };
      secrets.push(secret);
      return secret;
    });
  }

  /** @param id name, ARN, or ARN without its last six characters */
  async find(id: string): Promise<Secret | undefined> {
    await this.#last.catch(() => {});
    return (await this.#read()).find((secret) => isCalled(secret, id));
  }

  /**
   * Adds a version, from which these stages move away from all others. Where the current one is replaced, it becomes the
   * previous one.
   *
   * @returns undefined where there is no such secret, or else the version of that id, which may have been there before
   */
  async addVersion(
    id: string,
    version: Pick<SecretVersion, 'id' | 'value' | 'stages'>,
  ): Promise<{ readonly secret: Secret; readonly version: SecretVersion } | undefined> {
    return await this.#change((secrets) => {
      const at = secrets.findIndex((secret) => isCalled(secret, id));
      const secret = secrets[at];
      if (secret === undefined) return undefined;
      const existing = secret.versions.find((each) => each.id === version.id);
      if (existing !== undefined) return { secret, version: existing };
      const added = newVersion(version.id, version.value, version.stages);
      const others = secret.versions.map((each) => ({ ...each, stages: stagesLeft(each, added) }));
      secrets[at] = { ...secret, versions: [...others, added] };
      return { secret: secrets[at], version: added };
    });
  }

  async #change<T>(make: (secrets: Secret[]) => T): Promise<T> {
    const changed = this.#last.then(async () => {
      const secrets = await this.#read();
      const before = JSON.stringify(secrets);
      const result = make(secrets);
      if (JSON.stringify(secrets) !== before) {
        await writeAtomically(this.#path, JSON.stringify(secrets, null, 2));
      }
      return result;
    });
    this.#last = changed.catch(() => {});
    return await changed;
  }

  /** A damaged file stops the server: with a new value, nothing that was derived from the old one could be made again. */
  async #read(): Promise<Secret[]> {
    const stored = await readJson(this.#path).catch(() => 'damaged');
    const { data, error } = z.array(secretShape).safeParse(stored ?? []);
    if (error !== undefined) throw new StartError(`${this.#path} is damaged`);
    return data;
  }
}

function newVersion(id: string, value: string, stages: readonly string[]): z.infer<typeof versionShape> {
  return { id, value, stages: [...stages], createdAtMs: Date.now() };
}

function stagesLeft({ stages }: SecretVersion, added: SecretVersion): string[] {
  const isReplaced = stages.includes(currentStage) && added.stages.includes(currentStage);
  const gone = new Set([...added.stages, ...(added.stages.includes(currentStage) ? [previousStage] : [])]);
  return [...stages.filter((stage) => !gone.has(stage)), ...(isReplaced ? [previousStage] : [])];
}

function isCalled({ name, arn }: Secret, id: string): boolean {
  return id === name || id === arn || id === arn.slice(0, -suffixLength - 1);
}

function suffix(): string {
  const pick = () => suffixCharacters[randomInt(suffixCharacters.length)];
  return Array.from({ length: suffixLength }, pick).join('');
}
