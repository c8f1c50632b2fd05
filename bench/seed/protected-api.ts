import { accountId } from '../../local/aws.ts';
import { type Deployment, deployedBundle } from '../deployment/deployment.ts';
import { foreignApiId, foreignCall, foreignStage, handlerEvent } from '../deployment/synthetic-event.ts';
import { FunctionProcess } from '../function/function-process.ts';
import type { Administrator } from './administrator.ts';

const routesBeside = 19;

/**
 * Registers an API of somebody's own, with the one route that is called and some beside it.
 *
 * @returns the hash of its routes, which its stage is deployed with
 */
export async function registerApi(
  { context }: Administrator,
  deployment: Deployment,
  worker: string,
  endpoint: string,
): Promise<string> {
  const apis = await FunctionProcess.start(worker, deployedBundle(deployment, 'apis', endpoint));
  try {
    const beside = Array.from({ length: routesBeside }, (_, n) => ({
      method: 'GET',
      path: `/other/${n}/{id}`,
    }));
    const { method, resource: path } = foreignCall;
    const body = {
      name: 'orders',
      gateway: { accountId, apiId: foreignApiId, stage: foreignStage },
      routes: [...beside, { method, path, scopes: ['database:read'] }],
    };
    const answer = await apis.invoke(handlerEvent({ method: 'POST', resource: '/v1/apis', body }, context));
    const { statusCode, body: text } = answer as { statusCode: number; body: string };
    if (statusCode !== 201) throw new Error(`registering an API answered ${statusCode}: ${text}`);
    return (JSON.parse(text) as { routesHash: string }).routesHash;
  } finally {
    apis.stop();
  }
}
