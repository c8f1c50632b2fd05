import type { IResource, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { problems } from '../../lambdas/contract/codes.ts';
import { gatewayProblem } from './gateway-problem.ts';
import { addMockAnswer } from './mock-answer.ts';

/**
 * Answers 404 to every path and method that no route has. Without it, API Gateway takes `Authorization: Bearer …` on
 * them for a bad signature of its own kind, and its text can repeat the token (serverless/serverless#3205).
 *
 * @param resources all that are mounted, but the root
 */
export function answerUnknownRoutes(
  { root }: RestApi,
  resources: Iterable<IResource>,
  stageName: string,
  consoleOrigin: string | null,
): void {
  const { templates, headers } = gatewayProblem('NOT_FOUND', stageName, consoleOrigin);
  const answer = {
    status: problems.NOT_FOUND.status,
    headers,
    body: templates['application/json'],
    reason: 'Answers that there is nothing here, to everybody alike.',
  };
  for (const resource of [root, root.addResource('{proxy+}'), ...resources])
    addMockAnswer(resource, 'ANY', answer);
}
