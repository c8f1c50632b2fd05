import { operation, success } from '../../gateway/operation.ts';
import type { ReadDependencies } from './dependencies.ts';
import { health, openApiDocument } from './schemas.ts';

export const getHealth = operation(
  'getHealth',
  {
    summary: 'Ask whether the service is up',
    description: 'Answers 200 once it is.',
    tag: 'Service',
    success: success(200, health),
    example: { answer: { status: 'ok' } },
  },
  async () => ({ body: { status: 'ok' as const } }),
);

export const getOpenApi = operation(
  'getOpenApi',
  {
    summary: 'Read this document',
    description:
      'The OpenAPI 3.1 document of this deployment, made from the schemas that check its requests.',
    tag: 'Service',
    success: success(200, openApiDocument, 'Cache-Control'),
    example: { answer: { openapi: '3.1.0', info: { title: 'Latchkey', version: '1' }, paths: {} } },
  },
  async ({ root }, { describeApi }: Pick<ReadDependencies, 'describeApi'>) => ({
    body: describeApi(root),
    headers: { 'Cache-Control': 'public, max-age=300' },
  }),
);
