import { CustomResource, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { KeyAuthorizerOptions } from './key-authorizer-options.ts';
import type { RouteRequirements } from './route-requirements.ts';
import { RouteSet } from './route-set.ts';

export interface RegistrationProps extends KeyAuthorizerOptions {
  readonly unauthenticated: '401' | '403';
  readonly apiId: string;
  /** The literal name: a reference to the stage would make it its own precondition. */
  readonly stageName: string;
}

/** What Latchkey knows of an API: its stage, and what each of its routes requires. */
export class Registration extends Construct {
  /** Stage variables: which route set a deployment is judged by, and whether it is only observed. */
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly #routes = new RouteSet();
  readonly #props: RegistrationProps;

  constructor(scope: Construct, id: string, props: RegistrationProps) {
    super(scope, id);
    this.#props = props;
    const { latchkey, name, description, enforcement, people, unauthenticated, apiId, stageName } = props;
    const RoutesHash = Lazy.string({ produce: () => this.#routes.hash });
    this.stageVariables = {
      latchkey: RoutesHash,
      ...(enforcement === 'observe' ? { latchkeyEnforcement: enforcement } : {}),
    };
    if (latchkey.registrarArn === undefined) return;
    new CustomResource(this, 'Resource', {
      resourceType: 'Custom::LatchkeyApi',
      serviceToken: latchkey.registrarArn,
      serviceTimeout: Duration.seconds(60),
      properties: {
        Name: name,
        Description: description,
        Enforcement: enforcement,
        People: people,
        Unauthenticated: unauthenticated,
        AccountId: Stack.of(this).account,
        ApiId: apiId,
        Stage: stageName,
        // One text, since CloudFormation would make strings of the numbers in it.
        Routes: Lazy.string({ produce: () => this.#routes.text }),
        RoutesHash,
      },
    });
  }

  /** @throws Error where the route is there already, or its hash could not be told at synthesis */
  add(method: string, path: string, requirements: RouteRequirements): void {
    const { cost, scopes } = requirements;
    if ([JSON.stringify(requirements), cost, scopes].some((each) => Token.isUnresolved(each)))
      throw new Error(`${method} ${path}: what a route requires has to be known at synthesis`);
    this.#routes.add(method, path, requirements);
  }

  /** The body of `PUT /apis/{name}`, and with `name` of `POST /apis`. */
  get definition(): string {
    const { description, enforcement, people, unauthenticated, apiId, stageName } = this.#props;
    return Stack.of(this).toJsonString({
      description,
      enforcement,
      people,
      unauthenticated,
      gateway: { accountId: Stack.of(this).account, apiId, stage: stageName },
      routes: Lazy.any({ produce: () => JSON.parse(this.#routes.text) }),
    });
  }
}
