import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { DeploymentSettings } from '../../lambdas/contract/settings.ts';
import { buildOpenApi } from '../../lambdas/functions/openapi/document.ts';
import type { ApiHandler } from '../../lambdas/gateway/api-handler.ts';
import { Contract } from './contract.ts';
import { type Answer, call } from './memory-answers.ts';

const contracts = new Map<string, Contract>();

/**
 * Calls a handler, and holds its answer against the document of its deployment.
 *
 * @throws ContractFault
 */
export async function callDocumented(
  settings: DeploymentSettings,
  handler: ApiHandler,
  event: APIGatewayProxyEvent,
): Promise<Answer> {
  const answer = await call(handler, event);
  contractOf(settings).check({
    method: event.httpMethod,
    path: pathOf(event),
    sentHeaders: new Headers(pairsOf(event.multiValueHeaders)),
    sentBody: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8').toString(),
    status: answer.status,
    headers: new Headers(answer.headers),
    body: answer.body === undefined ? '' : JSON.stringify(answer.body),
  });
  return answer;
}

function contractOf(settings: DeploymentSettings): Contract {
  const name = JSON.stringify(settings);
  const contract = contracts.get(name) ?? new Contract(buildOpenApi(settings));
  contracts.set(name, contract);
  return contract;
}

function pathOf({ resource, pathParameters, multiValueQueryStringParameters }: APIGatewayProxyEvent): string {
  const path = resource.replace(/\{(\w+)\}/g, (parameter, name: string) =>
    encodeURIComponent(pathParameters?.[name] ?? parameter),
  );
  return `/api${path}?${new URLSearchParams(pairsOf(multiValueQueryStringParameters))}`;
}

function pairsOf(lists: Readonly<Record<string, string[] | undefined>> | null): [string, string][] {
  return Object.entries(lists ?? {}).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
}
