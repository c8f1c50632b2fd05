/** What DynamoDB's rules need to know of a table: a part of what `DescribeTable` answers. */
export interface Table extends Keyed {
  readonly TableName: string;
  readonly AttributeDefinitions: readonly {
    readonly AttributeName: string;
    readonly AttributeType: KeyType;
  }[];
  readonly GlobalSecondaryIndexes?: readonly Index[];
  readonly LocalSecondaryIndexes?: readonly Index[];
}

export interface Keyed {
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: 'HASH' | 'RANGE' }[];
}

interface Index extends Keyed {
  readonly IndexName: string;
}

type KeyType = 'S' | 'N' | 'B';

/** Attributes by name, as they stand in a request. */
export type Attributes = Readonly<Record<string, Value>>;

/** An AttributeValue: one member, named by its type. */
export interface Value {
  readonly S?: string;
  readonly N?: string;
  readonly B?: string;
  readonly L?: readonly Value[];
  readonly M?: Attributes;
}
