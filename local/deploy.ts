import type { Cloud } from './cloud.ts';
import { StartError } from './errors.ts';
import type { LambdaFunction } from './functions/lambda-function.ts';
import { createResource, isWithoutEffect } from './resources/resource-types.ts';
import type { AssemblyStack } from './synth/assembly.ts';
import { withPlainUrls } from './template/plain-urls.ts';
import { type CrossStackValues, deployStack } from './template/stack.ts';

/**
 * Creates what the stacks describe, loads every function that is used, and starts the background work.
 *
 * @param haveLoaded whether all of these functions are known to load; then each is loaded when it is first needed
 * @returns the stacks' outputs, as `<stack>.<key>` → value
 * @throws StartError for the first thing that the laptop cannot do
 */
export async function deploy(
  stacks: readonly AssemblyStack[],
  cloud: Cloud,
  haveLoaded = false,
): Promise<ReadonlyMap<string, string>> {
  const { parameters } = cloud;
  const crossStack: CrossStackValues = { exports: new Map(), outputs: new Map(), parameters };
  for (const stack of stacks) {
    await deployStack(stack, crossStack, isWithoutEffect, (resource) =>
      createResource({ ...resource, properties: withPlainUrls(resource.properties, cloud.url) }, cloud),
    );
    await cloud.customResources.cleanUp(stack.name);
  }
  if (!haveLoaded) await Promise.all(cloud.functions.used().map(load));
  for (const work of cloud.background) work.start();
  return new Map([...crossStack.outputs].map(([name, value]) => [name, withPlainUrls(value, cloud.url)]));
}

async function load(fn: LambdaFunction): Promise<void> {
  const error = await fn.warmUp();
  if (error === null) return;
  throw new StartError(
    `the function ${fn.definition.name} cannot be loaded: ${error.errorType}: ${error.errorMessage}`,
  );
}
