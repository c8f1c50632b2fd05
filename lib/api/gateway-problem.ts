import { type ProblemCode, problems, problemType, titles } from '../../lambdas/contract/codes.ts';
import { corsHeaders, securityHeaders } from '../../lambdas/contract/headers.ts';

/** What `problemBody` of the functions is for answers that the gateway gives by itself. */
export interface GatewayProblem {
  /**
   * A mapping template for `application/json`: API Gateway chooses one by the `Accept` header, and takes this one where
   * there is no other (localstack/localstack#11144 found it so). What it is really called stands in `headers`.
   */
  readonly templates: { readonly 'application/json': string };
  /** Header name → a constant in quotes, or a reference. */
  readonly headers: Readonly<Record<string, string>>;
}

/** @param stageName the path that problem types stand below; a custom domain has to map its API under the same */
export function gatewayProblem(
  code: ProblemCode,
  stageName: string,
  consoleOrigin: string | null,
  varying: { readonly code: `$context.${string}`; readonly detail: `$context.${string}` } | null = null,
): GatewayProblem {
  const { status, detail } = problems[code];
  const body = {
    type: problemType(`https://$context.domainName/${stageName}`, varying?.code ?? code),
    title: titles[status],
    status,
    detail: varying?.detail ?? detail,
    code: varying?.code ?? code,
    requestId: '$context.requestId',
  };
  const constants = {
    ...securityHeaders,
    ...corsHeaders(consoleOrigin),
    'Content-Type': 'application/problem+json',
  };
  return {
    templates: { 'application/json': JSON.stringify(body) },
    headers: { ...quoted(constants), 'X-Request-Id': 'context.requestId' },
  };
}

/** API Gateway takes a constant in single quotes, and anything else as a reference. */
export function quoted(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `'${value}'`]));
}
