/** Names that the deployment takes in the account, the same at every deployment. */
export interface DeploymentNames {
  readonly stacks: readonly string[];
  /** The one with the API, and so with the functions. */
  readonly apiStack: string;
  readonly logGroups: readonly WantedLogGroup[];
  /** CDK's own, where assets go before a deployment. */
  readonly bootstrapStack: string;
}

export interface WantedLogGroup {
  readonly name: string;
  /** The stack that creates it. */
  readonly stack: string;
}

/** @param bootstrapStack as `toolkitStackName` of cdk.json names it */
export function deploymentNames(deploymentName: string, bootstrapStack = 'CDKToolkit'): DeploymentNames {
  const stack = (part: string) => `${deploymentName}-${part}`;
  return {
    stacks: ['data', 'hosting', 'identity', 'api', 'console', 'monitoring'].map(stack),
    apiStack: stack('api'),
    logGroups: ['audit', 'functions', 'access', 'identity'].map((group) => ({
      name: `/${deploymentName}/${group}`,
      stack: stack('data'),
    })),
    bootstrapStack,
  };
}
