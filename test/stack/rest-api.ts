import { ofType, type Resource, type Template } from './synthesized.ts';

export interface MountedMethod {
  /** `GET /v1/me` */
  readonly route: string;
  readonly httpMethod: string;
  readonly path: string;
  readonly properties: Resource['Properties'];
}

/** Every method of the template with its path, read from the tree of resources. */
export function mountedMethods(template: Template): MountedMethod[] {
  return ofType(template, 'AWS::ApiGateway::Method').map(([, { Properties: properties }]) => {
    const path = pathOf(template, properties.ResourceId);
    return { route: `${properties.HttpMethod} ${path}`, httpMethod: properties.HttpMethod, path, properties };
  });
}

function pathOf(template: Template, resourceId: { Ref?: string }): string {
  if (resourceId.Ref === undefined) return '';
  const properties = template.Resources[resourceId.Ref]?.Properties;
  return `${pathOf(template, properties.ParentId)}/${properties.PathPart}`;
}

/** Logical id of the function that a method calls. */
export function integratedFunction(method: MountedMethod): string | undefined {
  return /"Fn::GetAtt":\["([A-Za-z0-9]+)","Arn"\]/.exec(
    JSON.stringify(method.properties.Integration.Uri),
  )?.[1];
}
