/**
 * The app of one `cdk synth` for all tests: `cdk.json` as it stands goes where the CLI wants it, every other
 * configuration into a folder of its own below. One process loads the library once, and bundles once: code does
 * not depend on the configuration. Findings of cdk-nag, and errors that constructs annotate, make it fail.
 */
import { join } from 'node:path';
import { configurations } from './configurations.ts';

const app = '../../bin/latchkey.ts';
const { CDK_OUTDIR: folder = '', CDK_CONTEXT_JSON: shared = '' } = process.env;
await import(app);
for (const [name, context] of Object.entries(configurations)) {
  process.env['CDK_OUTDIR'] = join(folder, name);
  process.env['CDK_CONTEXT_JSON'] = JSON.stringify({
    ...JSON.parse(shared),
    ...context,
    'aws:cdk:bundling-stacks': [],
    // The CLI looks for errors in the first assembly only.
    '@aws-cdk/core:annotationsInValidationReport': true,
    '@aws-cdk/core:failSynthOnValidationErrors': true,
  });
  // Each query is a module of its own.
  await import(`${app}?${name}`);
}
