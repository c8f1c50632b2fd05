import { Aws, CfnOutput, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  Distribution,
  FunctionEventType,
  HttpVersion,
  PriceClass,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';
import { ConsoleHeaders } from './console-headers.ts';
import { DomainRecords } from './domain-records.ts';
import { PagesFunction } from './pages-function.ts';

export interface HostingStackProps extends StackProps {
  readonly configuration: Configuration;
}

/** The zone of every distribution (CloudFormation, `AWS::Route53::RecordSet AliasTarget`). */
const cloudFrontZoneId = 'Z2FDTNDATAQYW2';

/** Where the console is served from: a private bucket behind CloudFront. The API is never called through it. */
export class HostingStack extends Stack {
  readonly bucket: Bucket;
  readonly distribution: Distribution;
  /** Scheme and host, as browsers send it in `Origin`. */
  readonly origin: string;

  constructor(scope: Construct, id: string, props: HostingStackProps) {
    super(scope, id, props);
    const { configuration } = props;
    this.bucket = this.consoleBucket();
    this.distribution = this.distribute(configuration);
    const { consoleDomain } = configuration;
    const { distributionDomainName } = this.distribution;
    this.origin = configuration.consoleOrigin ?? `https://${consoleDomain?.name ?? distributionDomainName}`;
    if (consoleDomain?.hostedZoneId != null) {
      new DomainRecords(this, 'Records', {
        name: consoleDomain.name,
        hostedZoneId: consoleDomain.hostedZoneId,
        target: { dnsName: distributionDomainName, hostedZoneId: cloudFrontZoneId },
      });
    }
    const outputs = {
      ConsoleUrl: `${this.origin}/`,
      DistributionDomainName: distributionDomainName,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }

  /** Everything in it can be built again, and the console's stack, which puts it there, takes it away: so it goes with this one. */
  private consoleBucket(): Bucket {
    const bucket = new Bucket(this, 'Console', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'CloudFront alone reads it, and what it holds is public: the same files for everybody.',
    });
    return bucket;
  }

  private distribute(configuration: Configuration): Distribution {
    const { deploymentName } = configuration;
    const originAccessControl = new S3OriginAccessControl(this, 'OriginAccess', {
      // Names are the account's, not the region's.
      originAccessControlName: `${deploymentName}-${Aws.REGION}`,
    });
    const distribution = new Distribution(this, 'Distribution', {
      comment: `Console of ${deploymentName}`,
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket, { originAccessControl }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: new ConsoleHeaders(this, 'Headers', configuration),
        functionAssociations: [
          {
            eventType: FunctionEventType.VIEWER_REQUEST,
            function: new PagesFunction(this, 'Pages', deploymentName),
          },
        ],
      },
      // S3 says 403 of what is not there, since nobody may list it.
      errorResponses: [{ httpStatus: 403, responseHttpStatus: 404, responsePagePath: '/not-found.txt' }],
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      ...this.ownDomain(configuration),
    });
    acknowledgeFindings(distribution, configuration);
    return distribution;
  }

  private ownDomain({ consoleDomain }: Configuration) {
    if (consoleDomain === null) return {};
    return {
      domainNames: [consoleDomain.name],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', consoleDomain.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    };
  }
}

function acknowledgeFindings(distribution: Distribution, configuration: Configuration): void {
  Validations.of(distribution).acknowledge(
    {
      id: 'AwsSolutions-CFR1',
      reason: 'Administrators may be anywhere; an operator who knows better adds it.',
    },
    {
      id: 'AwsSolutions-CFR2',
      reason: 'Static files, and no origin behind them that a request could harm or load.',
    },
    {
      id: 'AwsSolutions-CFR3',
      reason:
        'The files are the same for everybody, the API logs every request, and lines here would hold the ' +
        'authorization codes of sign-ins.',
    },
  );
  if (configuration.consoleDomain !== null) return;
  Validations.of(distribution).acknowledge({
    id: 'AwsSolutions-CFR4',
    reason:
      "CloudFront's own certificate, for its own host name, comes with TLSv1 as the minimum; every browser that " +
      'runs the console negotiates 1.2 or 1.3. With consoleDomain the minimum is TLSv1.2_2021.',
  });
}
