import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ofType, resource, type Synthesized, synthesized } from './synthesized.ts';

let app: Synthesized;

beforeAll(async () => {
  app = await synthesized();
}, 120_000);

describe('tables', () => {
  const tables = () => ofType(app.data, 'AWS::DynamoDB::GlobalTable');

  test('are four, on demand, kept, recoverable and protected', () => {
    expect(tables()).toHaveLength(4);
    for (const [, table] of tables()) {
      expect(table).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
      expect(table.Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        Replicas: [
          {
            Region: { Ref: 'AWS::Region' },
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
      });
      expect(table.Properties).not.toHaveProperty('TableName');
    }
  });

  test('stand in a stack that cannot be deleted by accident', async () => {
    const manifest = JSON.parse(await readFile(join(app.folder, 'manifest.json'), 'utf8'));
    expect(manifest.artifacts['latchkey-data'].properties.terminationProtection).toBe(true);
  });

  test('Credentials has nothing but its key: each write on the hot path costs one write', () => {
    const { Properties } = resource(app.data, 'AWS::DynamoDB::GlobalTable', 'Credentials');
    expect(Properties.KeySchema).toEqual([{ AttributeName: 'pk', KeyType: 'HASH' }]);
    expect(Properties).not.toHaveProperty('StreamSpecification');
    expect(Properties).not.toHaveProperty('GlobalSecondaryIndexes');
  });

  test('Registry has a stream of both images, and its indexes hold whole items', () => {
    const { Properties } = resource(app.data, 'AWS::DynamoDB::GlobalTable', 'Registry');
    expect(Properties.StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
    const index = (IndexName: string, hash: string, range: string) => ({
      IndexName,
      KeySchema: [
        { AttributeName: hash, KeyType: 'HASH' },
        { AttributeName: range, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    });
    expect(Properties.GlobalSecondaryIndexes).toEqual([
      index('byCollection', 'collection', 'collectionSort'),
      index('byName', 'collection', 'nameSort'),
      index('byExpiry', 'collection', 'expirySort'),
      index('byOwner', 'owner', 'collectionSort'),
    ]);
    for (const { AttributeType } of Properties.AttributeDefinitions) expect(AttributeType).toBe('S');
  });

  test('Usage has an index of keys by day, which nothing but a key’s first use of a day is written to', () => {
    const { Properties } = resource(app.data, 'AWS::DynamoDB::GlobalTable', 'Usage');
    expect(Properties).not.toHaveProperty('StreamSpecification');
    expect(Properties.GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'byDayOfUse',
        KeySchema: [
          { AttributeName: 'usedOn', KeyType: 'HASH' },
          { AttributeName: 'pk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
  });

  test.each([
    ['Credentials', 20_000, 5_000],
    ['Registry', 12_000, 6_000],
    ['Usage', 12_000, 10_000],
  ])('%s is as warm as asked for, and its indexes too', async (name, reads, writes) => {
    const warm = { ReadUnitsPerSecond: reads, WriteUnitsPerSecond: writes };
    const { data } = await synthesized('second');
    const { Properties } = resource(data, 'AWS::DynamoDB::GlobalTable', name);
    expect(Properties.WarmThroughput).toEqual(warm);
    for (const index of Properties.GlobalSecondaryIndexes ?? []) expect(index.WarmThroughput).toEqual(warm);
    expect(resource(app.data, 'AWS::DynamoDB::GlobalTable', name).Properties).not.toHaveProperty(
      'WarmThroughput',
    );
  });
});

describe('log groups', () => {
  test.each([
    ['/latchkey/audit', 400],
    ['/latchkey/functions', 90],
    ['/latchkey/access', 90],
    ['/latchkey/identity', 90],
  ])('%s keeps events for %d days, masks keys, and is not deleted by accident', (name, retention) => {
    const [, group] =
      ofType(app.data, 'AWS::Logs::LogGroup').find(
        ([, { Properties }]) => Properties.LogGroupName === name,
      ) ?? [];
    expect(group?.DeletionPolicy).toBe('Retain');
    expect(group?.Properties.DeletionProtectionEnabled).toBe(true);
    expect(group?.Properties.RetentionInDays).toBe(retention);
    const policy = group?.Properties.DataProtectionPolicy;
    const [{ Name, Regex }] = policy.Configuration.CustomDataIdentifier;
    expect(`lk_${'a1B'.repeat(20)}`.slice(0, 3 + 49)).toMatch(new RegExp(`^${Regex}$`));
    const masking = policy.Statement.find((statement: object) => 'Deidentify' in Object(statement).Operation);
    expect(masking).toMatchObject({ DataIdentifier: [Name] });
  });

  test('the audit log takes subscriptions', () => {
    expect(resource(app.data, 'AWS::Logs::LogGroup', 'LogsAudit').Properties.LogGroupClass).toBe('STANDARD');
  });
});
