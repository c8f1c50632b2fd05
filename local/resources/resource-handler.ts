import type { Cloud } from '../cloud.ts';
import type { ResolvedResource } from '../template/stack.ts';
import type { PhysicalResource } from '../template/template.ts';

/**
 * Creates a resource of one type with some parts of the cloud. Data that is there already is kept.
 *
 * @throws UnsupportedError for what the laptop cannot do
 */
export type ResourceHandler<Parts extends keyof Cloud = keyof Cloud> = (
  resource: ResolvedResource,
  cloud: Pick<Cloud, Parts>,
) => Promise<PhysicalResource>;

/** The name of a resource whose template leaves it to CloudFormation; the same at every start. */
export function generatedName({ stackName, logicalId }: ResolvedResource, maxLength: number): string {
  return `${stackName}-${logicalId}`.replace(/[^A-Za-z0-9_.-]/g, '-').slice(0, maxLength);
}
