import type { HttpResponse } from '../http/response.ts';
import { type ContextVariables, substituteBody } from './context-variables.ts';
import { headerValues } from './gateway-request.ts';
import type { ResponseType } from './gateway-response.ts';
import { mapHeaders, withContentType } from './header-mapping.ts';
import type { RoutedRequest } from './lambda-event.ts';
import type { MockIntegration } from './rest-api.ts';

/**
 * Only the media type of `Content-Type` counts, and without one it is JSON. A body of another type that passes takes the
 * place of the template, and has no status in it.
 */
export function answerMock(
  { refusesOtherTypes, response: { statusCode, headers, template } }: MockIntegration,
  { request, stage }: RoutedRequest,
  context: ContextVariables,
): HttpResponse | ResponseType {
  const [mediaType = ''] = (headerValues(request, 'Content-Type').at(-1) ?? 'application/json').split(';');
  if (mediaType.trim().toLowerCase() !== 'application/json') {
    return refusesOtherTypes ? 'UNSUPPORTED_MEDIA_TYPE' : 'API_CONFIGURATION_ERROR';
  }
  return {
    statusCode,
    headers: withContentType(mapHeaders(headers, request, context, stage.variables)),
    body: substituteBody(template, context, stage.variables),
  };
}
