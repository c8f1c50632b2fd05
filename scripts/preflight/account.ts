/** What the account told, or why it did not. */
export type Answer<T> = { readonly value: T } | { readonly reason: string };

/** Whose account, and where in it. */
export interface Identity {
  readonly accountId: string;
  readonly region: string;
}

/** Units of Lambda's concurrency in the region. */
export interface Concurrency {
  readonly total: number;
  /** What no function has reserved. */
  readonly unreserved: number;
}

/** API Gateway's settings for all APIs of the account in the region. */
export interface GatewayAccount {
  /** Calls a second. */
  readonly rateLimit: number;
  readonly burstLimit: number;
  /** The role that stages log with; null where there is none. */
  readonly cloudWatchRoleArn: string | null;
}

export interface StackState {
  readonly name: string;
  /** CloudFormation's, `UPDATE_COMPLETE` for example. */
  readonly status: string;
  readonly isProtected: boolean;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface ExistingLogGroup {
  readonly name: string;
  readonly isProtected: boolean;
  /** The stack that has it; null where none does. */
  readonly stackName: string | null;
}

/** DynamoDB units a second that any one table may take. */
export interface TableQuotas {
  readonly reads: number;
  readonly writes: number;
}

export interface Account {
  readonly concurrency: Answer<Concurrency>;
  readonly gateway: Answer<GatewayAccount>;
  /** Of CDK's bootstrap; empty where it is not there. */
  readonly bootstrap: Answer<readonly StackState[]>;
  /** Of the deployment, those that there are. */
  readonly stacks: Answer<readonly StackState[]>;
  readonly logGroups: Answer<readonly ExistingLogGroup[]>;
  readonly tableQuotas: Answer<TableQuotas>;
}
