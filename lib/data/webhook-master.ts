import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import * as environment from '../../lambdas/contract/environment.ts';
import { allow } from '../functions/grant.ts';

const masterCharacters = 64;

/**
 * What the signing secrets of webhooks are derived from: no table holds one. It stays when the stack goes, since nothing
 * that was signed could be verified without it.
 */
export class WebhookMaster extends Secret {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Master of the signing secrets of webhooks',
      generateSecretString: { passwordLength: masterCharacters, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Receivers hold secrets that are derived from it: a rotation by schedule would change none of them, since ' +
        'each endpoint keeps the version that its secret was derived from until its own secret is rotated.',
    });
  }

  /** Reading it, by version too. */
  grantDerive(fn: LambdaFunction): void {
    fn.addEnvironment(environment.webhookMaster, this.secretArn);
    allow(fn, { actions: ['secretsmanager:GetSecretValue'], resources: [this.secretArn] });
  }
}
