import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { DeploymentSettings } from '../../lambdas/contract/settings.ts';
import { buildOpenApi } from '../../lambdas/functions/openapi/document.ts';
import { Contract, type Exchange } from './contract.ts';
import { type Answer, call } from './memory-answers.ts';

const contracts = new Map<string, Contract>();

/** Calls handlers as `call` does, and holds every answer against the document of their deployment. */
export function callsDocumentedBy(settings: DeploymentSettings): typeof call {
  const contract = contractOf(settings);
  return async (handler, event) => {
    const answer = await call(handler, event);
    contract.check(exchangeOf(event, answer));
    return answer;
  };
}

function contractOf(settings: DeploymentSettings): Contract {
  const name = JSON.stringify(settings);
  const contract = contracts.get(name) ?? new Contract(buildOpenApi(settings));
  contracts.set(name, contract);
  return contract;
}

function exchangeOf(event: APIGatewayProxyEvent, { status, headers, body }: Answer): Exchange {
  return {
    method: event.httpMethod,
    path: pathOf(event),
    sentHeaders: new Headers(pairsOf(event.multiValueHeaders)),
    sentBody: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8').toString(),
    status,
    headers: new Headers(headers),
    body: body === undefined ? '' : JSON.stringify(body),
  };
}

/** An empty parameter, which no path of HTTP has, stands for itself. */
function pathOf({ resource, pathParameters, multiValueQueryStringParameters }: APIGatewayProxyEvent): string {
  const path = resource.replace(/\{(\w+)\}/g, (parameter, name: string) =>
    encodeURIComponent(pathParameters?.[name] || parameter),
  );
  return `/api${path}?${new URLSearchParams(pairsOf(multiValueQueryStringParameters))}`;
}

function pairsOf(lists: Readonly<Record<string, string[] | undefined>> | null): [string, string][] {
  return Object.entries(lists ?? {}).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
}
