import * as z from 'zod';
import { asError, StartError } from '../errors.ts';
import { readJson, writeAtomically } from '../storage/atomic-file.ts';
import type { CustomResourceDefinition } from './resource-request.ts';

const deployedResource = z.object({
  stackName: z.string(),
  logicalId: z.string(),
  type: z.string(),
  properties: z.looseObject({ ServiceToken: z.string() }),
  retainsOnDelete: z.boolean(),
  retainsOnReplace: z.boolean(),
  physicalId: z.string(),
  data: z.record(z.string(), z.string()),
  /** A newer one has taken its place, and it has still to be deleted. */
  isReplaced: z.boolean(),
});

const fileContent = z.array(deployedResource).nullable();

/** A custom resource that exists, as its last successful request left it. */
export type DeployedResource = Readonly<z.infer<typeof deployedResource>>;

/** The custom resources of all stacks, kept in a file from one start to the next. */
export class DeployedResources {
  readonly #path: string;
  #resources: DeployedResource[] | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** The one that a template means by its logical id, or null. */
  async current({ stackName, logicalId }: CustomResourceDefinition): Promise<DeployedResource | null> {
    const resources = await this.#read();
    return (
      resources.find(
        (known) => known.stackName === stackName && known.logicalId === logicalId && !known.isReplaced,
      ) ?? null
    );
  }

  /** Those of a stack, replaced ones too, in the order in which they came to be. */
  async ofStack(stackName: string): Promise<DeployedResource[]> {
    return (await this.#read()).filter((known) => known.stackName === stackName);
  }

  async add(resource: DeployedResource): Promise<void> {
    await this.#write([...(await this.#read()), resource]);
  }

  /** Puts others in the place of one that is there, or none. */
  async replace(former: DeployedResource, ...successors: readonly DeployedResource[]): Promise<void> {
    await this.#write((await this.#read()).flatMap((known) => (known === former ? successors : [known])));
  }

  async #read(): Promise<DeployedResource[]> {
    try {
      this.#resources ??= fileContent.parse(await readJson(this.#path)) ?? [];
      return this.#resources;
    } catch (error) {
      throw new StartError(
        `${this.#path} is damaged (${asError(error).name}); delete it, and the next start creates all custom resources again`,
      );
    }
  }

  async #write(resources: DeployedResource[]): Promise<void> {
    this.#resources = resources;
    await writeAtomically(this.#path, `${JSON.stringify(resources, null, 2)}\n`);
  }
}
