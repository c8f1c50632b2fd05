import { readFileSync } from 'node:fs';
import { type Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/** Findings about what stands beside the construct: logs, throttling, the backend's role and runtime. */
const ofOthers = [
  'APIG1',
  'APIG2',
  'APIG3',
  'APIG6',
  'L1',
  'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
];
export function checkWithNag(stack: Stack, acknowledged = ofOthers): void {
  Validations.of(stack.node.root).addPlugins(new AwsSolutionsChecks(stack.node.root));
  for (const rule of acknowledged)
    Validations.of(stack).acknowledge({ id: `AwsSolutions-${rule}`, reason: 'Not of the construct' });
}

/** Validations name a file that holds what they have found. */
export function withFindings(message: string): string {
  const [, path] = /report can be found in: (\S+)/.exec(message) ?? [];
  if (path === undefined) return message;
  const { pluginReports } = JSON.parse(readFileSync(path, 'utf8')) as ValidationReport;
  const rules = pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
  return `found: ${rules.toSorted().join(', ')}`;
}

interface ValidationReport {
  readonly pluginReports: readonly { readonly violations: readonly { readonly ruleName: string }[] }[];
}
