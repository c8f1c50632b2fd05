import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildOpenApi } from '../../lambdas/functions/openapi/document.ts';
import { parseConfiguration } from '../../lib/configuration/configuration.ts';
import { deploymentSettings } from '../../lib/configuration/settings.ts';

/** The OpenAPI document of a deployment as it is shipped. */
export function shippedDocument() {
  const file = join(import.meta.dirname, '../../cdk.json');
  const { context } = JSON.parse(readFileSync(file, 'utf8')) as { context: Record<string, unknown> };
  return buildOpenApi(deploymentSettings(parseConfiguration((key) => context[key])));
}
