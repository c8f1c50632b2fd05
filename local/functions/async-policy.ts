import type { Bucket } from '../storage/buckets.ts';

/** How a function is invoked asynchronously. */
export interface AsyncPolicy {
  /** Attempts after the first one that failed. */
  readonly maxRetries: number;
  /** An event that is older is given up, whether it was tried or not. */
  readonly maxEventAgeMs: number;
  /** Where the record of an event that was given up goes. */
  readonly failureBucket: Bucket | null;
}

/** What holds where no `AWS::Lambda::EventInvokeConfig` says anything else. */
export const defaultAsyncPolicy: AsyncPolicy = {
  maxRetries: 2,
  maxEventAgeMs: 6 * 3_600_000,
  failureBucket: null,
};

/** The policies of all functions; each holds for one version or alias of a function, or for its latest code. */
export class AsyncPolicies {
  readonly #policies = new Map<string, AsyncPolicy>();

  set(nameOrArn: string, qualifier: string, policy: AsyncPolicy): void {
    this.#policies.set(`${splitArn(nameOrArn).name}:${qualifier}`, policy);
  }

  /** @param invokedArn of the function, or of a version or alias of it */
  of(invokedArn: string): AsyncPolicy {
    return this.#policies.get(qualifiedName(invokedArn)) ?? defaultAsyncPolicy;
  }
}

/** `<function>:<qualifier>`, where an ARN without a qualifier means the latest code. */
export function qualifiedName(nameOrArn: string): string {
  const { name, qualifier } = splitArn(nameOrArn);
  return `${name}:${qualifier ?? '$LATEST'}`;
}

function splitArn(nameOrArn: string): { name: string; qualifier: string | undefined } {
  const [name = '', qualifier] = (nameOrArn.split(':function:')[1] ?? nameOrArn).split(':');
  return { name, qualifier };
}
