import { createCallRecorder } from '../../lambdas/functions/gateway-authorizer/record-call.ts';
import type {
  GatewayAuthorizerDependencies,
  GatewayAuthorizerHandler,
} from '../../lambdas/functions/gateway-authorizer/index.ts';
import { createCallJudge } from '../../lambdas/verdict/apis/judge-call.ts';
import type { CredentialsReader } from '../../lambdas/verdict/credentials-table.ts';
import { verdictsOver } from '../../lambdas/verdict/dependencies.ts';
import type { LimiterStore } from '../../lambdas/verdict/limiter.ts';
import { setEnvironment } from './memory-environment.ts';
import { MemoryLimiterStore } from './memory-limiter.ts';
import { settings } from './memory-settings.ts';

setEnvironment();
const { makeHandler } = await import('../../lambdas/functions/gateway-authorizer/index.ts');

interface Options {
  readonly loadTokenVerifier?: GatewayAuthorizerDependencies['loadTokenVerifier'];
  readonly limiterStore?: LimiterStore;
  /** Gets the usage lines. */
  readonly print?: (line: object) => void;
}

/** The gateway authorizer over some reader of the Credentials table, as one container of the function has it. */
export function gatewayAuthorizerOver(
  reader: CredentialsReader,
  now: () => number,
  { loadTokenVerifier = null, limiterStore = new MemoryLimiterStore(), print = () => {} }: Options = {},
): GatewayAuthorizerHandler {
  const prefixes = ['lk', 'old'];
  return makeHandler({
    judge: createCallJudge(verdictsOver({ reader, limiterStore }, settings, now, () => {})),
    loadTokenVerifier,
    recordCall: createCallRecorder(now, print),
    prefixes,
    now,
  });
}
