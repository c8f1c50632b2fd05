import type { TemplateResource } from '../../local/template/template.ts';

/** Resources of one REST API in a template, whose logical id begins the logical ids of all others. */
export class RestApiResources {
  readonly #api: string;
  readonly #resources: Record<string, TemplateResource>;

  constructor(logicalId = 'Api', name = 'test') {
    this.#api = logicalId;
    this.#resources = { [logicalId]: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: name } } };
  }

  /** Everything so far. */
  get all(): Record<string, TemplateResource> {
    return this.#resources;
  }

  add(suffix: string, type: string, properties: Record<string, unknown>): this {
    this.#resources[`${this.#api}${suffix}`] = {
      Type: `AWS::ApiGateway::${type}`,
      Properties: { RestApiId: { Ref: this.#api }, ...properties },
    };
    return this;
  }

  /** @param parent suffix of the parent's logical id; without one it is the root */
  path(suffix: string, part: string, parent?: string): this {
    const ParentId =
      parent === undefined
        ? { 'Fn::GetAtt': [this.#api, 'RootResourceId'] }
        : { Ref: `${this.#api}${parent}` };
    return this.add(suffix, 'Resource', { ParentId, PathPart: part });
  }

  /** @param resource suffix of the resource's logical id */
  method(resource: string, method: string, integration: object, more: Record<string, unknown> = {}): this {
    return this.add(`${resource}${method}`, 'Method', {
      ResourceId: { Ref: `${this.#api}${resource}` },
      HttpMethod: method,
      AuthorizationType: 'NONE',
      Integration: integration,
      ...more,
    });
  }

  /** What a method needs to be behind the authorizer of this API. */
  get guarded(): Record<string, unknown> {
    return { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: `${this.#api}Authorizer` } };
  }

  /** @param functionArn an ARN, or the intrinsic function that gives it */
  authorizer(functionArn: unknown): this {
    return this.add('Authorizer', 'Authorizer', {
      Type: 'REQUEST',
      AuthorizerUri: invocation(functionArn),
      AuthorizerResultTtlInSeconds: 0,
    });
  }

  stage(name: string, more: Record<string, unknown> = {}): this {
    return this.add('Stage', 'Stage', { StageName: name, ...more });
  }
}

/** The integration with a function. */
export function lambdaProxy(functionArn: unknown): object {
  return { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invocation(functionArn) };
}

export function arnOfResource(logicalId: string): object {
  return { 'Fn::GetAtt': [logicalId, 'Arn'] };
}

function invocation(functionArn: unknown): object {
  const prefix = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/';
  return { 'Fn::Join': ['', [prefix, functionArn, '/invocations']] };
}
