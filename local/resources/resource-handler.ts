import type { Cloud } from '../cloud.ts';
import type { ResolvedResource } from '../template/stack.ts';
import type { PhysicalResource } from '../template/template.ts';

/**
 * Makes a resource of one type exist in the cloud; existing data is kept.
 *
 * @throws UnsupportedError for what the laptop cannot do
 */
export type ResourceHandler = (resource: ResolvedResource, cloud: Cloud) => Promise<PhysicalResource>;
