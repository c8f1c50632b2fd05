import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, type TablePropsV2 } from 'aws-cdk-lib/aws-dynamodb';
import { attributes } from '../../lambdas/contract/tables.ts';

export function stringKey(name: string): { name: string; type: AttributeType } {
  return { name, type: AttributeType.STRING };
}

/**
 * What all tables share. Encryption is with a key that DynamoDB owns: a KMS key of the account's own would put
 * a second service, with its own request quota and outages, on the path of every authorisation, and what it
 * protects holds no plaintext secret.
 */
export const retainedTable = {
  partitionKey: stringKey(attributes.partitionKey),
  billing: Billing.onDemand(),
  encryption: TableEncryptionV2.dynamoOwnedKey(),
  timeToLiveAttribute: attributes.ttl,
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  deletionProtection: true,
  removalPolicy: RemovalPolicy.RETAIN,
} as const satisfies TablePropsV2;
