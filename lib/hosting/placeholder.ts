import { Aws } from 'aws-cdk-lib';
import { Function as EdgeFunction, FunctionCode, FunctionRuntime } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Latchkey</title>
<h1>Latchkey</h1>
<p>The console is not installed yet. The API answers at the address that the deployment printed as ApiUrl.</p>
</html>
`;

/**
 * Answers for the console until there is one, at the edge: a file in the bucket would take a custom resource to
 * put it there. It sends its own headers, since those of the distribution belong to what comes from the origin.
 */
export class Placeholder extends EdgeFunction {
  constructor(scope: Construct, id: string, deploymentName: string) {
    super(scope, id, {
      // Names are the account's, not the region's.
      functionName: `${deploymentName}-placeholder-${Aws.REGION}`,
      comment: 'Page that stands for the console',
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(code()),
    });
  }
}

function code(): string {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
  const values = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { value }]));
  return `function handler(event) {
  var found = event.request.uri === '/';
  return {
    statusCode: found ? 200 : 404,
    statusDescription: found ? 'OK' : 'Not Found',
    headers: ${JSON.stringify(values)},
    body: ${JSON.stringify(page)},
  };
}
`;
}
