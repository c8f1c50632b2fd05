import type { Bucket } from '../storage/buckets.ts';
import { parseFunctionArn } from './function-arn.ts';

/** How a function is invoked asynchronously. */
export interface AsyncPolicy {
  /** Attempts after the first one that failed. */
  readonly maxRetries: number;
  /** An older event is given up, even before its first attempt. */
  readonly maxEventAgeMs: number;
  /** Where the record of an event that was given up goes. */
  readonly failureBucket: Bucket | null;
}

/** Lambda's policy where there is no `AWS::Lambda::EventInvokeConfig`. */
export const defaultAsyncPolicy: AsyncPolicy = {
  maxRetries: 2,
  maxEventAgeMs: 6 * 3_600_000,
  failureBucket: null,
};

/** The policies of all functions. Each is for one version or alias of a function, or for its latest code. */
export class AsyncPolicies {
  readonly #policies = new Map<string, AsyncPolicy>();

  set(nameOrArn: string, qualifier: string, policy: AsyncPolicy): void {
    this.#policies.set(`${parseFunctionArn(nameOrArn).name}:${qualifier}`, policy);
  }

  /** @param invokedArn of the function, or of a version or alias of it */
  of(invokedArn: string): AsyncPolicy {
    return this.#policies.get(qualifiedName(invokedArn)) ?? defaultAsyncPolicy;
  }
}

/** `<function>:<qualifier>`, by which a policy is found. */
export function qualifiedName(nameOrArn: string): string {
  const { name, qualifier } = parseFunctionArn(nameOrArn);
  return `${name}:${qualifier}`;
}
