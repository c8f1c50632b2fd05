import { basename } from 'node:path';
import { CustomResource, Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import * as environment from '../../lambdas/contract/environment.ts';
import { allow } from '../functions/grant.ts';
import { LatchkeyFunction } from '../functions/latchkey-function.ts';
import { latchkeyVersion } from '../functions/service-description.ts';
import type { HostingStack } from '../hosting/hosting-stack.ts';
import type { Issuer } from '../identity/issuer.ts';
import { consoleFiles } from './console-files.ts';

export interface ConsoleStackProps extends StackProps {
  readonly deploymentName: string;
  readonly hosting: HostingStack;
  /** Who signs people in; null where nobody does. */
  readonly issuer: Issuer | null;
  /** With `/v1`. */
  readonly apiUrl: string;
  readonly logGroup: LogGroup;
}

/** The console's files, and what it has to know of the deployment, in the bucket that it is served from. */
export class ConsoleStack extends Stack {
  constructor(scope: Construct, id: string, props: ConsoleStackProps) {
    super(scope, id, props);
    const { bucket, origin } = props.hosting;
    const publisher = new LatchkeyFunction(this, 'Publisher', {
      folder: 'console-publisher',
      description: 'Puts the console where it is served from',
      memoryMb: 512,
      timeout: Duration.minutes(2),
      logGroup: props.logGroup,
      environment: { [environment.consoleBucket]: bucket.bucketName },
      filesOf: consoleFiles,
    });
    this.grantPublish(publisher, props.hosting);
    new CustomResource(this, 'Console', {
      resourceType: 'Custom::Console',
      serviceToken: publisher.functionArn,
      serviceTimeout: Duration.minutes(3),
      properties: {
        // Another one makes the function publish anew.
        Fingerprint: basename(consoleFiles()),
        Configuration: {
          name: props.deploymentName,
          version: latchkeyVersion(),
          apiUrl: props.apiUrl,
          consoleUrl: `${origin}/`,
          issuer: props.issuer?.issuer ?? '',
          clientId: props.issuer?.consoleClientId ?? '',
        },
      },
    });
  }

  private grantPublish(publisher: LatchkeyFunction, hosting: HostingStack): void {
    const bucketArn = hosting.exportValue(hosting.bucket.bucketArn);
    // Without it S3 says of what is not there that it may not be read.
    allow(publisher, { actions: ['s3:ListBucket'], resources: [bucketArn] });
    const actions = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'];
    allow(publisher, { actions, resources: [`${bucketArn}/*`] });
    const { 'Fn::ImportValue': exported } = this.resolve(bucketArn) as { 'Fn::ImportValue': string };
    Validations.of(publisher.executionRole).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${exported}/*]`,
      reason: 'Names of the files have hashes of their content, and the bucket is for them alone.',
    });
  }
}
