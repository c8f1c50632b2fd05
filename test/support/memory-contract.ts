import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { DeploymentSettings } from '../../lambdas/contract/settings.ts';
import type { Contract, Exchange } from './contract.ts';
import { keptByWorkerAs } from './kept-by-worker.ts';
import { type Answer, call } from './memory-answers.ts';

/**
 * By their settings, for all files of a worker: reading and compiling the schemas takes as long as the tests of many a
 * file.
 */
const contracts = keptByWorkerAs('contracts', () => new Map<string, Contract>());

/** Calls handlers as `call` does, and holds every answer against the document of their deployment. */
export function callsDocumentedBy(settings: DeploymentSettings): typeof call {
  const name = JSON.stringify(settings);
  return async (handler, event) => {
    const answer = await call(handler, event);
    const contract = contracts.get(name) ?? (await readContract(settings));
    contracts.set(name, contract);
    contract.check(exchangeOf(event, answer));
    return answer;
  };
}

async function readContract(settings: DeploymentSettings): Promise<Contract> {
  const { Contract } = await import('./contract.ts');
  const { buildOpenApi } = await import('../../lambdas/functions/openapi/document.ts');
  return new Contract(buildOpenApi(settings));
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
  const path = resource.replace(
    /\{(\w+)\}/g,
    (parameter, name: string) => pathParameters?.[name] || encodeURIComponent(parameter),
  );
  return `/api${path}?${new URLSearchParams(pairsOf(multiValueQueryStringParameters))}`;
}

function pairsOf(lists: Readonly<Record<string, string[] | undefined>> | null): [string, string][] {
  return Object.entries(lists ?? {}).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
}
