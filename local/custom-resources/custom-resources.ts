import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from './answer.ts';
import { type DeployedResource, DeployedResources } from './deployed-resources.ts';
import type { Providers } from './providers.ts';
import type { Change, CustomResourceDefinition } from './resource-request.ts';

/** The custom resources of all stacks, created, updated and deleted in CloudFormation's order. */
export class CustomResources {
  readonly #deployed: DeployedResources;
  readonly #providers: Providers;
  /** Those that the templates of this start have. */
  readonly #wanted = new Set<string>();

  /** @param path of the file that outlives the server */
  constructor(path: string, providers: Providers) {
    this.#deployed = new DeployedResources(path);
    this.#providers = providers;
  }

  /**
   * Creates a custom resource, or updates it where its properties are others than at the last start.
   *
   * @throws Error with the reason of a failure; what was there before is then still what is remembered
   */
  async deploy(definition: CustomResourceDefinition): Promise<DeployedResource> {
    this.#wanted.add(keyOf(definition));
    const former = await this.#deployed.current(definition);
    if (former === null) {
      const created = await this.#change(definition, { kind: 'Create' });
      await this.#deployed.add(created);
      return created;
    }
    checkUpdate(former, definition);
    const { physicalId, properties: oldProperties } = former;
    if (isDeepStrictEqual(oldProperties, definition.properties)) {
      const same = { ...former, ...definition };
      await this.#deployed.replace(former, same);
      return same;
    }
    const updated = await this.#change(definition, { kind: 'Update', physicalId, oldProperties });
    const isReplaced = updated.physicalId !== physicalId && !definition.retainsOnReplace;
    await this.#deployed.replace(former, ...(isReplaced ? [{ ...former, isReplaced }] : []), updated);
    return updated;
  }

  /**
   * Deletes what a stack no longer has, last things first, once all of the stack is deployed. As with CloudFormation,
   * what cannot be deleted is reported and forgotten.
   */
  async cleanUp(stackName: string): Promise<void> {
    const resources = await this.#deployed.ofStack(stackName);
    for (const resource of resources.toReversed()) {
      if (!resource.isReplaced && this.#wanted.has(keyOf(resource))) continue;
      const isCurrent = (await this.#deployed.current(resource))?.physicalId === resource.physicalId;
      if (resource.isReplaced ? !isCurrent : !resource.retainsOnDelete) await this.#delete(resource);
      await this.#deployed.replace(resource);
    }
  }

  async #change(definition: CustomResourceDefinition, change: Change): Promise<DeployedResource> {
    const outcome = await this.#providers.ask(definition, change);
    if (!outcome.ok) throw new Error(outcome.reason);
    const { physicalId, data } = outcome;
    return { ...definition, physicalId, data, isReplaced: false };
  }

  async #delete(resource: DeployedResource): Promise<void> {
    const { stackName, logicalId, type, physicalId } = resource;
    const outcome: Outcome = await this.#providers.ask(resource, { kind: 'Delete', physicalId });
    if (outcome.ok) return;
    console.error(`${stackName}: ${logicalId} (${type}): ${physicalId} was not deleted: ${outcome.reason}`);
  }
}

/** @throws Error where CloudFormation would refuse the update */
function checkUpdate(former: DeployedResource, { type, properties }: CustomResourceDefinition): void {
  if (former.type !== type) {
    throw new Error(`Update of resource type is not permitted. It was ${former.type}`);
  }
  const { ServiceToken: token } = former.properties;
  if (token !== properties.ServiceToken) {
    throw new Error(`Modifying service token is not allowed. It was ${token}`);
  }
}

function keyOf({ stackName, logicalId }: CustomResourceDefinition): string {
  return `${stackName}/${logicalId}`;
}
