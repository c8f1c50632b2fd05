import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';

export interface DomainRecordsProps {
  /** Host name that the records are for. */
  readonly name: string;
  readonly hostedZoneId: string;
  /** The host that answers, and the zone that AWS keeps it in. */
  readonly target: { readonly dnsName: string; readonly hostedZoneId: string };
}

/** Lets a name in a hosted zone of the account stand for a host of AWS, over IPv4 and, where that has it, IPv6. */
export class DomainRecords extends Construct {
  constructor(scope: Construct, id: string, { name, hostedZoneId, target }: DomainRecordsProps) {
    super(scope, id);
    for (const type of ['A', 'AAAA']) {
      new CfnRecordSet(this, type, { name: `${name}.`, type, hostedZoneId, aliasTarget: target });
    }
  }
}
