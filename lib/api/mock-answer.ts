import {
  AuthorizationType,
  type IResource,
  type Method,
  MockIntegration,
  PassthroughBehavior,
} from 'aws-cdk-lib/aws-apigateway';
import { acknowledgePublicMethod } from './acknowledgements.ts';

export interface MockAnswer {
  readonly status: number;
  /** Header name → a constant in quotes, or a reference. */
  readonly headers: Readonly<Record<string, string>>;
  /** A mapping template; empty where it is left out. */
  readonly body?: string;
  /** Why it needs no credentials. */
  readonly reason: string;
}

/**
 * A method that the gateway answers by itself, always alike and without credentials. A request of another type than
 * JSON would be passed through, and be a 500: `NEVER` makes it UNSUPPORTED_MEDIA_TYPE (developer guide, "Method request
 * behavior for payloads without mapping templates").
 */
export function addMockAnswer(resource: IResource, httpMethod: string, answer: MockAnswer): Method {
  const headers = Object.entries(answer.headers).map(
    ([name, value]) => [`method.response.header.${name}`, value] as const,
  );
  const statusCode = String(answer.status);
  const method = resource.addMethod(
    httpMethod,
    new MockIntegration({
      requestTemplates: { 'application/json': JSON.stringify({ statusCode: answer.status }) },
      passthroughBehavior: PassthroughBehavior.NEVER,
      integrationResponses: [
        {
          statusCode,
          responseParameters: Object.fromEntries(headers),
          ...(answer.body === undefined ? {} : { responseTemplates: { 'application/json': answer.body } }),
        },
      ],
    }),
    {
      authorizationType: AuthorizationType.NONE,
      methodResponses: [
        { statusCode, responseParameters: Object.fromEntries(headers.map(([name]) => [name, true])) },
      ],
    },
  );
  acknowledgePublicMethod(method, answer.reason);
  return method;
}
