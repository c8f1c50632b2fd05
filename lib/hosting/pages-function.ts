import { Aws } from 'aws-cdk-lib';
import { Function as EdgeFunction, FunctionCode, FunctionRuntime } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/** Files that stand beside the console's page, and are no pages; all others are below `/assets/`. */
const files = ['/config.json', '/favicon.svg', '/not-found.txt'];

/**
 * Gives the console's page for every path that is no file's, since the console finds its pages by path. What is asked for
 * as a file is looked for as one: a script that is gone is never answered with a page.
 */
export class PagesFunction extends EdgeFunction {
  constructor(scope: Construct, id: string, deploymentName: string) {
    super(scope, id, {
      // Names are the account's, not the region's.
      functionName: `${deploymentName}-pages-${Aws.REGION}`,
      comment: 'Gives the page of the console for every path of its own',
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(code),
    });
  }
}

const code = `function handler(event) {
  var request = event.request;
  var isFile = request.uri.startsWith('/assets/') || ${JSON.stringify(files)}.includes(request.uri);
  if (!isFile) request.uri = '/index.html';
  return request;
}
`;
