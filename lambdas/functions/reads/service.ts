import { operation, success } from '../../gateway/operation.ts';
import type { ReadDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { health, openApiDocument } from './schemas.ts';
import { serviceConfiguration } from './service-schemas.ts';

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

/** Public documents that change with a deployment only. */
const caching = { 'Cache-Control': 'public, max-age=300' };

export const getConfig = operation(
  'getConfig',
  {
    summary: 'Read where everything is',
    description: 'What a console or a command line has to know before anybody has signed in.',
    tag: 'Service',
    success: success(200, serviceConfiguration, 'Cache-Control'),
    example: { answer: examples.config },
  },
  async ({ root }, { service, settings }: Pick<ReadDependencies, 'service' | 'settings'>) => {
    const { name, version, issuer, clientIds, invites } = service;
    const { consoleOrigin } = settings;
    const consoleUrl = consoleOrigin === null ? null : `${consoleOrigin}/`;
    const body = { name, version, apiUrl: `${root}/v1`, consoleUrl, issuer, clientIds, invites };
    return { body, headers: caching };
  },
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
    headers: caching,
  }),
);
