import * as z from 'zod';
import { integer, withoutEffect } from './properties.ts';

/** Others are chosen by `Content-Type` or `Accept`, which is not supported. */
const jsonTemplate = z
  .strictObject({ 'application/json': z.string().optional() })
  .default({})
  .transform((templates) => templates['application/json'] ?? '');

const integrationResponse = z.strictObject({
  StatusCode: z.coerce.string(),
  SelectionPattern: z.string().optional(),
  ResponseParameters: z.record(z.string(), z.string()).default({}),
  ResponseTemplates: jsonTemplate,
});

const gatewayTimeoutMs = 29_000;

/** The property `Integration` of a method. */
export const integration = z.strictObject({
  Type: z.enum(['AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK']),
  Uri: z.string().optional(),
  IntegrationHttpMethod: z.string().optional(),
  TimeoutInMillis: integer.min(50).default(gatewayTimeoutMs),
  ConnectionType: z.literal('INTERNET', 'private links are not supported').optional(),
  RequestParameters: z.record(z.string(), z.string()).default({}),
  RequestTemplates: jsonTemplate,
  IntegrationResponses: z.array(integrationResponse).default([]),
  PassthroughBehavior: z.enum(['NEVER', 'WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES']).optional(),
  CacheNamespace: withoutEffect('results are not cached on a laptop'),
});

export type IntegrationProperties = z.infer<typeof integration>;
