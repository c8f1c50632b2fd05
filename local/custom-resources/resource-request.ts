import { isRecord } from '../json.ts';
import { stackId } from '../template/template.ts';

/** A custom resource as its template describes it. */
export interface CustomResourceDefinition {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  /** What the template gives, `ServiceToken` included, with every number and boolean as text. */
  readonly properties: ResourceProperties;
  /** Whether it stays in existence once the template has it no more. */
  readonly retainsOnDelete: boolean;
  /** Whether it stays in existence once another one has taken its place. */
  readonly retainsOnReplace: boolean;
}

export interface ResourceProperties {
  /** The ARN of the function that answers for the resource, or of a version or alias. */
  readonly ServiceToken: string;
  readonly [name: string]: unknown;
}

/** What to do with a custom resource. */
export type Change =
  | { readonly kind: 'Create' }
  | { readonly kind: 'Update'; readonly physicalId: string; readonly oldProperties: ResourceProperties }
  | { readonly kind: 'Delete'; readonly physicalId: string };

/** The event that the function gets (CloudFormation user guide, "Custom resource request objects"). */
export interface ResourceRequest {
  readonly RequestType: Change['kind'];
  readonly ServiceToken: string;
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly ResourceType: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: ResourceProperties;
  readonly OldResourceProperties?: ResourceProperties;
}

export function resourceRequest(
  definition: CustomResourceDefinition,
  change: Change,
  requestId: string,
  responseUrl: string,
): ResourceRequest {
  return {
    RequestType: change.kind,
    ServiceToken: definition.properties.ServiceToken,
    ResponseURL: responseUrl,
    StackId: stackId(definition.stackName),
    RequestId: requestId,
    ResourceType: definition.type,
    LogicalResourceId: definition.logicalId,
    ...(change.kind !== 'Create' && { PhysicalResourceId: change.physicalId }),
    ResourceProperties: definition.properties,
    ...(change.kind === 'Update' && { OldResourceProperties: change.oldProperties }),
  };
}

/** CloudFormation makes strings of all scalars in the properties of a custom resource. */
export function withTextScalars(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTextScalars);
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withTextScalars(item)]));
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
