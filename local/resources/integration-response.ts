import { checkTemplate } from '../rest-api/context-variables.ts';
import type { IntegrationResponse } from '../rest-api/rest-api.ts';
import type { IntegrationProperties } from './integration-properties.ts';

const ownValue = /^(?:'.*'|context\.[\w.-]+|stageVariables\.\w+)$/;
const backendsValue = /^integration\.response\.header\.[\w-]+$/;

/**
 * @param hasBackend whether headers may be those of a backend
 * @throws Error for what is not supported
 */
export function toIntegrationResponse(
  given: IntegrationProperties['IntegrationResponses'][number],
  hasBackend: boolean,
): IntegrationResponse {
  const headers = Object.entries(given.ResponseParameters).map(([name, expression]) => {
    const [, header] = /^method\.response\.header\.(.+)$/.exec(name) ?? [];
    const isSupported = ownValue.test(expression) || (hasBackend && backendsValue.test(expression));
    if (header === undefined || !isSupported) {
      throw new Error(`the response parameter ${name}: ${expression} is not supported`);
    }
    return [header, expression] as const;
  });
  checkTemplate(given.ResponseTemplates);
  return {
    pattern: given.SelectionPattern === undefined ? null : new RegExp(`^(?:${given.SelectionPattern})$`),
    statusCode: Number(given.StatusCode),
    headers: Object.fromEntries(headers),
    template: given.ResponseTemplates,
  };
}
