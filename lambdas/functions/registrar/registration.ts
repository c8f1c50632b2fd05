import type { DeploymentSettings } from '../../contract/settings.ts';
import type { ProtectedApiFields } from '../../domain/apis/protected-api.ts';
import { invalid } from '../../domain/problem.ts';
import { validate } from '../../gateway/validate.ts';
import { fieldsOf } from '../apis/definition.ts';
import { newApi } from '../apis/schemas.ts';
import type { ResourceProperties, ResourceRequest } from '../custom-resource.ts';

/** What a resource of a stack registers. */
export interface Registration {
  readonly name: string;
  readonly fields: ProtectedApiFields;
}

/** Name, stage, stack and logical id. */
const idParts = 4;

/**
 * What a physical id is made of, the name first: it names no other registration of the stack, and none of another one.
 * Ids are 1,024 bytes at most; what registrations cannot be called is refused, and is not repeated here as it stands.
 */
export function physicalIdOf(properties: ResourceProperties, request: ResourceRequest): string {
  const { Name, AccountId, ApiId, Stage } = properties;
  const { StackId, LogicalResourceId } = request;
  const stage = [AccountId, ApiId, Stage].map(String).join('/');
  const id = [String(Name).slice(0, 256), stage, StackId, LogicalResourceId].join('|');
  return id.replaceAll(/[^\w$/.:|-]/g, '_').slice(0, 1_024);
}

/** Whether two physical ids are of one name, stage and stack. Ids so long that they are cut are of none. */
export function isSameButLogicalId(left: string | null, right: string): boolean {
  const [ours, theirs] = [left?.split('|') ?? [], right.split('|')];
  return (
    ours.length === idParts &&
    theirs.length === idParts &&
    ours.slice(0, -1).every((part, at) => part === theirs[at])
  );
}

export function nameIn(physicalId: string): string {
  return physicalId.slice(0, physicalId.indexOf('|'));
}

/** @throws Problem `INVALID` naming the wrong fields as the API does */
export function readRegistration(
  properties: ResourceProperties,
  settings: Pick<DeploymentSettings, 'scopes'>,
  gatewayAccounts: readonly string[],
): Registration {
  const { Name, Description, Enforcement, People, Unauthenticated, AccountId, ApiId, Stage } = properties;
  const given = {
    name: Name,
    description: Description,
    enforcement: Enforcement,
    people: truthOf(People),
    unauthenticated: Unauthenticated,
    gateway: { accountId: AccountId, apiId: ApiId, stage: Stage },
    routes: routesOf(properties['Routes']),
  };
  const { name, ...definition } = validate(newApi(settings), given, 'resource');
  const fields = fieldsOf(definition, { gatewayAccounts });
  if (properties['RoutesHash'] !== fields.current.hash) {
    throw invalid(
      'RoutesHash',
      'Is not that of the routes: use the @latchkey/cdk that belongs to this deployment',
    );
  }
  return { name, fields };
}

function truthOf(text: unknown): unknown {
  return text === 'true' || text === 'false' ? text === 'true' : text;
}

/** They travel as one string, since CloudFormation would make strings of their numbers. */
function routesOf(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    throw invalid('Routes', 'Must be JSON');
  }
}
