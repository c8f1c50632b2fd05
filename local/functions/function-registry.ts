import { parseFunctionArn } from './function-arn.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** The functions of all stacks, found by name or by the ARN of the function, a version or an alias. */
export class FunctionRegistry {
  readonly #functions = new Map<string, LambdaFunction>();
  readonly #used = new Set<LambdaFunction>();
  /** Also those whose name another function has taken later: their threads have to be ended, too. */
  readonly #all: LambdaFunction[] = [];

  add(fn: LambdaFunction): void {
    this.#all.push(fn);
    this.#functions.set(fn.definition.name, fn);
  }

  get(nameOrArn: string): LambdaFunction | undefined {
    return this.#functions.get(parseFunctionArn(nameOrArn).name);
  }

  /**
   * The function with a name or ARN. From now on it counts as used: the first start loads it before the server is up.
   *
   * @throws Error where there is none, or it is not written for Node.js
   */
  use(nameOrArn: string): LambdaFunction {
    const fn = this.get(nameOrArn);
    if (fn === undefined) throw new Error(`there is no function ${nameOrArn}`);
    if (!isForNode(fn)) {
      throw new Error(
        `the function ${fn.definition.name} needs ${fn.definition.runtime}; the laptop runs Node.js only`,
      );
    }
    this.#used.add(fn);
    return fn;
  }

  /** Of a text that may name a function, or mean anything else: a function counts as used. */
  useIfNamed(text: string): void {
    const fn = this.get(text);
    if (fn !== undefined && isForNode(fn)) this.#used.add(fn);
  }

  used(): readonly LambdaFunction[] {
    return [...this.#used];
  }

  async end(): Promise<void> {
    await Promise.all(this.#all.map((fn) => fn.end()));
  }
}

function isForNode({ definition }: LambdaFunction): boolean {
  return definition.runtime.startsWith('nodejs');
}
