import {
  BasePathMapping,
  DomainName,
  EndpointType,
  type RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';
import { DomainRecords } from '../hosting/domain-records.ts';

export interface ApiDomainProps {
  readonly restApi: RestApi;
  /** The first part of every path, as of the stage's own addresses. */
  readonly basePath: string;
  readonly domain: NonNullable<Configuration['apiDomain']>;
}

/**
 * A host name of the operator's own before the API. The stage's name is its base path there too, so that every
 * address differs from that of the API's first host in the host alone.
 */
export class ApiDomain extends Construct {
  constructor(scope: Construct, id: string, { restApi, basePath, domain }: ApiDomainProps) {
    super(scope, id);
    const { name, certificateArn, hostedZoneId } = domain;
    const domainName = new DomainName(this, 'Name', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new BasePathMapping(this, 'Mapping', { domainName, restApi, basePath, stage: restApi.deploymentStage });
    if (hostedZoneId === null) return;
    const { domainNameAliasDomainName: dnsName, domainNameAliasHostedZoneId } = domainName;
    const target = { dnsName, hostedZoneId: domainNameAliasHostedZoneId };
    new DomainRecords(this, 'Records', { name, hostedZoneId, target });
  }
}
