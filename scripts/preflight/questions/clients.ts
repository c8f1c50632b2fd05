/** What every client is made with. */
export interface ClientOptions {
  /** Left out where the SDK is to find it in the profile. */
  readonly region?: string;
  readonly requestHandler: { readonly connectionTimeout: number; readonly requestTimeout: number };
}

const connectionTimeoutMs = 5_000;
const requestTimeoutMs = 15_000;

/**
 * Credentials come from where the SDK finds them. The region is looked for as the AWS CLI and CDK do, which know one
 * variable more than the SDK.
 */
export function clientOptions(env: NodeJS.ProcessEnv): ClientOptions {
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  return {
    ...(region ? { region } : {}),
    requestHandler: { connectionTimeout: connectionTimeoutMs, requestTimeout: requestTimeoutMs },
  };
}
