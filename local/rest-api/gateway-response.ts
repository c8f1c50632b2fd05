import type { HttpResponse } from '../http/response.ts';
import { type ContextVariables, substituteBody } from './context-variables.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { mapHeaders, withContentType } from './header-mapping.ts';
import type { RestApi, Stage } from './rest-api.ts';

/** API Gateway's own statuses and messages, by response type. */
export const builtInResponses = {
  ACCESS_DENIED: [403, 'User is not authorized to access this resource'],
  API_CONFIGURATION_ERROR: [500, 'Internal server error'],
  AUTHORIZER_CONFIGURATION_ERROR: [500, 'Internal server error'],
  BAD_REQUEST_PARAMETERS: [400, 'Bad Request'],
  INVALID_SIGNATURE: [403, 'Not a valid key=value pair (missing equal-sign) in Authorization header'],
  INTEGRATION_FAILURE: [504, 'Internal server error'],
  INTEGRATION_TIMEOUT: [504, 'Endpoint request timed out'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'Missing Authentication Token'],
  REQUEST_TOO_LARGE: [413, 'Request Too Long'],
  UNAUTHORIZED: [401, 'Unauthorized'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'Unsupported Media Type'],
  /** There is no type for a function that failed, or whose answer is not a proxy response. */
  DEFAULT_5XX: [502, 'Internal server error'],
} as const;

export type ResponseType = keyof typeof builtInResponses;

/** The gateway's own response of a type, as the templates define it, or else as API Gateway does. */
export function gatewayResponse(
  api: RestApi,
  stage: Stage | null,
  type: ResponseType,
  request: GatewayRequest,
  context: ContextVariables,
): HttpResponse {
  const [builtInStatus, message] = builtInResponses[type];
  const fallback = builtInStatus < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
  const definition = api.gatewayResponses.get(type) ?? api.gatewayResponses.get(fallback);
  const stageVariables = stage?.variables ?? {};
  const variables = new Map([
    ...context,
    ['error.message', message],
    ['error.messageString', JSON.stringify(message)],
    ['error.responseType', type],
  ] as const);
  const template = definition?.template ?? '{"message":$context.error.messageString}';
  return {
    statusCode: definition?.statusCode ?? builtInStatus,
    headers: withContentType([
      ['x-amzn-ErrorType', errorTypes[type] ?? 'InternalServerErrorException'],
      ...mapHeaders(definition?.headers ?? {}, request, variables, stageVariables),
    ]),
    body: substituteBody(template, variables, stageVariables),
  };
}

const errorTypes: Partial<Record<ResponseType, string>> = {
  ACCESS_DENIED: 'AccessDeniedException',
  AUTHORIZER_CONFIGURATION_ERROR: 'AuthorizerConfigurationException',
  BAD_REQUEST_PARAMETERS: 'BadRequestException',
  INVALID_SIGNATURE: 'IncompleteSignatureException',
  MISSING_AUTHENTICATION_TOKEN: 'MissingAuthenticationTokenException',
  REQUEST_TOO_LARGE: 'RequestTooLargeException',
  UNAUTHORIZED: 'UnauthorizedException',
  UNSUPPORTED_MEDIA_TYPE: 'UnsupportedMediaTypeException',
};
