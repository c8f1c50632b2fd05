/** A table of strings with one index, as `CreateTable` is asked for it. */
export const things = {
  TableName: 'Things',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['pk', 'sk', 'holder', 'place'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byHolder',
      KeySchema: [
        { AttributeName: 'holder', KeyType: 'HASH' },
        { AttributeName: 'place', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
} as const;

const { TableName } = things;
const s = (text: string) => ({ S: text });
const n = (digits: string) => ({ N: digits });
const key = { pk: s('thing 1'), sk: s('part 1') };
const keyAt = (part: number) => ({ ...key, sk: s(`part ${part}`) });
const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));
const nested = (levels: number): object => (levels === 0 ? s('deep') : { M: { in: nested(levels - 1) } });

const update = (UpdateExpression: string, more: object = {}) => ({
  TableName,
  Key: key,
  UpdateExpression,
  ExpressionAttributeValues: { ':new': s('new') },
  ...more,
});
const setting = (attribute: string, value: object) =>
  update(`SET ${attribute} = :new`, { ExpressionAttributeValues: { ':new': value } });
const put = (attributes: object, more: object = {}) => ({
  TableName,
  Item: { ...key, ...attributes },
  ...more,
});
const remove = (more: object = {}) => ({ TableName, Key: key, ...more });
const query = (more: object = {}) => ({
  TableName,
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': key.pk },
  ...more,
});
const asking = (KeyConditionExpression: string, more: object = {}) =>
  query({ KeyConditionExpression, ...more });
const transaction = (...TransactItems: object[]) => ({ TransactItems });
const putting = (Item: object) => ({ Put: { TableName, Item } });
const checking = (Key: object, ConditionExpression = 'attribute_exists(pk)') => ({
  ConditionCheck: { TableName, Key, ConditionExpression },
});
const batch = (requests: unknown) => ({ RequestItems: { [TableName]: requests } });
const deletions = (count: number) => batch(times(count, (at) => ({ DeleteRequest: { Key: keyAt(at) } })));
const large = (at: number) => putting({ ...keyAt(at), given: s('v'.repeat(400_000)) });

type Planted = readonly [rule: string, what: string, broken: object, mended: object];

/** Requests by operation, each of which breaks one rule, beside the same ones mended. */
export const planted: Readonly<Record<string, readonly Planted[]>> = {
  UpdateItem: [
    [
      'reserved word',
      'a bare one',
      update('SET status = :new'),
      update('SET #s = :new', { ExpressionAttributeNames: { '#s': 'status' } }),
    ],
    ['undefined name', 'a missing name', update('SET #given = :new'), update('SET given = :new')],
    ['undefined value', 'a missing value', update('SET given = :other'), update('SET given = :new')],
    [
      'unused name',
      'one too many',
      update('SET given = :new', { ExpressionAttributeNames: { '#given': 'given' } }),
      update('SET #given = :new', { ExpressionAttributeNames: { '#given': 'given' } }),
    ],
    [
      'attribute name',
      'an empty one behind a placeholder',
      update('SET #given = :new', { ExpressionAttributeNames: { '#given': '' } }),
      update('SET #given = :new', { ExpressionAttributeNames: { '#given': 'given' } }),
    ],
    [
      'overlapping paths',
      'a map and its member',
      update('SET a.b = :new, a = :new'),
      update('SET b = :new, a = :new'),
    ],
    ['update of a key attribute', 'the sort key', update('SET sk = :new'), update('SET sort = :new')],
    ['syntax', 'two signs', update('SET given == :new'), update('SET given = :new')],
    ['syntax', 'an empty expression', update(''), update('SET given = :new')],
    ['section', 'twice', update('SET a = :new SET b = :new'), update('SET a = :new, b = :new')],
    [
      'function',
      'an unknown one',
      update('SET given = unless(given, :new)'),
      update('SET given = if_not_exists(given, :new)'),
    ],
    ['operands', 'text added', update('ADD given :new'), update('SET given = :new')],
    [
      'expression size',
      'over 4 KB',
      update(`SET ${'a'.repeat(4_086)} = :new`),
      update(`SET ${'a'.repeat(4_085)} = :new`),
    ],
    [
      'ReturnValues',
      'ALL_NEW where the condition fails',
      update('SET given = :new', { ReturnValuesOnConditionCheckFailure: 'ALL_NEW' }),
      update('SET given = :new', { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    ],
    ['key type', 'a number as index key', setting('holder', n('1000')), setting('holder', s('1000'))],
    ['empty key value', 'of an index', setting('place', s('')), setting('place', s('here'))],
    [
      'key size',
      'index sort key of 1,025 bytes',
      setting('place', s('p'.repeat(1_025))),
      setting('place', s('p'.repeat(1_024))),
    ],
    ['item size', 'a value of 400 KB', setting('given', s('v'.repeat(409_600))), setting('given', s('v'))],
  ],
  PutItem: [
    ['ReturnValues', 'ALL_NEW', put({}, { ReturnValues: 'ALL_NEW' }), put({}, { ReturnValues: 'ALL_OLD' })],
    ['number', 'of 39 digits', put({ given: n('1'.repeat(39)) }), put({ given: n('1'.repeat(38)) })],
    ['number', 'too large', put({ given: n('1e126') }), put({ given: n('1e125') })],
    ['number', 'that is none', put({ given: n('seven') }), put({ given: n('7') })],
    [
      'item size',
      'over 400 KB',
      put({ given: s('v'.repeat(409_600)) }),
      put({ given: s('v'.repeat(409_500)) }),
    ],
    ['attribute name', 'an empty one', put({ '': s('new') }), put({ given: s('new') })],
    [
      'attribute name',
      'an empty one in a map',
      put({ map: { M: { '': s('new') } } }),
      put({ map: { M: {} } }),
    ],
    ['nesting', '33 levels', put({ given: nested(32) }), put({ given: nested(31) })],
    ['set', 'an empty one', put({ given: { SS: [] } }), put({ given: { SS: ['one'] } })],
    ['set', 'one twice', put({ given: { SS: ['one', 'one'] } }), put({ given: { SS: ['one', 'two'] } })],
    ['attribute value', 'of two types', put({ given: { S: 'one', N: '1' } }), put({ given: s('one') })],
    ['attribute value', 'no null', put({ given: { NULL: false } }), put({ given: { NULL: true } })],
    ['key schema', 'no sort key', { TableName, Item: { pk: key.pk } }, put({})],
    ['key type', 'a number as sort key', put({ sk: n('1000') }), put({ sk: s('1000') })],
    ['key type', 'a list as index key', put({ holder: { L: [] } }), put({ holder: s('ada') })],
    ['empty key value', 'of the table', put({ pk: s('') }), put({ pk: s('thing 2') })],
    ['empty key value', 'of an index', put({ holder: s('') }), put({ holder: s('ada') })],
    [
      'key size',
      'partition key of 2,050 bytes',
      put({ pk: s('é'.repeat(1_025)) }),
      put({ pk: s('é'.repeat(1_024)) }),
    ],
    [
      'key size',
      'sort key of 1,025 bytes',
      put({ sk: s('s'.repeat(1_025)) }),
      put({ sk: s('s'.repeat(1_024)) }),
    ],
    [
      'key size',
      'index partition key of 2,049 bytes',
      put({ holder: s('h'.repeat(2_049)) }),
      put({ holder: s('h'.repeat(2_048)) }),
    ],
  ],
  DeleteItem: [
    [
      'unused value',
      'one too many',
      remove({
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':more': s('much') },
      }),
      remove({ ConditionExpression: 'given = :more', ExpressionAttributeValues: { ':more': s('much') } }),
    ],
    [
      'parameters',
      'values of nothing',
      remove({ ExpressionAttributeValues: { ':more': s('much') } }),
      remove(),
    ],
    [
      'ReturnValues',
      'unheard of',
      remove({ ReturnValues: 'EVERYTHING' }),
      remove({ ReturnValues: 'ALL_OLD' }),
    ],
    [
      'syntax',
      'redundant parentheses',
      remove({ ConditionExpression: '((attribute_exists(pk)))' }),
      remove({ ConditionExpression: '(attribute_exists(pk))' }),
    ],
  ],
  GetItem: [
    ['key schema', 'one attribute more', remove({ Key: { ...key, holder: s('ada') } }), remove()],
    [
      'reserved word',
      'in a projection',
      remove({ ProjectionExpression: 'ttl' }),
      remove({ ProjectionExpression: 'expiry' }),
    ],
  ],
  Query: [
    ['bounds', 'Limit 0', query({ Limit: 0 }), query({ Limit: 1 })],
    [
      'filter on a key attribute',
      'the partition key',
      query({ FilterExpression: 'pk = :pk' }),
      query({ FilterExpression: 'given = :pk' }),
    ],
    ['key condition', 'none on the partition key', asking('sk > :pk'), asking('pk = :pk AND sk > :pk')],
    ['key condition', 'a range of partitions', asking('pk > :pk'), asking('pk = :pk')],
    ['key condition', 'an alternative', asking('pk = :pk OR sk = :pk'), asking('pk = :pk AND sk = :pk')],
    ['empty key value', 'asked for', query({ ExpressionAttributeValues: { ':pk': s('') } }), query()],
    [
      'starting key',
      'without sort key',
      query({ ExclusiveStartKey: { pk: key.pk } }),
      query({ ExclusiveStartKey: key }),
    ],
    [
      'starting key',
      'of another partition',
      query({ ExclusiveStartKey: { ...key, pk: s('thing 2') } }),
      query({ ExclusiveStartKey: key }),
    ],
    ['index', 'unknown', query({ IndexName: 'byColour' }), asking('holder = :pk', { IndexName: 'byHolder' })],
    [
      'index',
      'read consistently',
      asking('holder = :pk', { IndexName: 'byHolder', ConsistentRead: true }),
      asking('holder = :pk', { IndexName: 'byHolder' }),
    ],
  ],
  TransactWriteItems: [
    [
      'number of items',
      '101',
      transaction(...times(101, (at) => ({ Delete: { TableName, Key: keyAt(at) } }))),
      transaction(...times(100, (at) => ({ Delete: { TableName, Key: keyAt(at) } }))),
    ],
    ['number of items', 'none', transaction(), transaction(putting(key))],
    [
      'item twice',
      'written and checked',
      transaction(putting(key), checking(key)),
      transaction(putting(key), checking(keyAt(2))),
    ],
    [
      'one action an item',
      'two',
      transaction({ ...putting(key), ...checking(keyAt(2)) }),
      transaction(putting(key), checking(keyAt(2))),
    ],
    ['parameters', 'nothing checked', transaction({ ConditionCheck: remove() }), transaction(checking(key))],
    ['request size', 'over 4 MB', transaction(...times(11, large)), transaction(...times(10, large))],
    [
      'reserved word',
      'in its second part',
      transaction(putting(key), checking(keyAt(2), 'attribute_exists(ttl)')),
      transaction(putting(key), checking(keyAt(2), 'attribute_exists(expiry)')),
    ],
    [
      'key size',
      'of an index, in its second part',
      transaction(checking(key), putting({ ...keyAt(2), place: s('p'.repeat(1_025)) })),
      transaction(checking(key), putting({ ...keyAt(2), place: s('p'.repeat(1_024)) })),
    ],
  ],
  TransactGetItems: [
    [
      'item twice',
      'read',
      transaction({ Get: remove() }, { Get: remove() }),
      transaction({ Get: remove() }, { Get: remove({ Key: keyAt(2) }) }),
    ],
  ],
  BatchGetItem: [
    ['item twice', 'read', batch({ Keys: [key, key] }), batch({ Keys: [key, keyAt(2)] })],
    ['number of items', '101', batch({ Keys: times(101, keyAt) }), batch({ Keys: times(100, keyAt) })],
    ['empty key value', 'asked for', batch({ Keys: [{ ...key, sk: s('') }] }), batch({ Keys: [key] })],
  ],
  BatchWriteItem: [
    ['number of items', '26', deletions(26), deletions(25)],
    [
      'item twice',
      'put and deleted',
      batch([{ PutRequest: { Item: key } }, { DeleteRequest: { Key: key } }]),
      batch([{ PutRequest: { Item: key } }, { DeleteRequest: { Key: keyAt(2) } }]),
    ],
  ],
};
