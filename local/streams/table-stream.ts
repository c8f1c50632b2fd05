/** The stream of a table. */
export interface TableStream {
  /** As templates and functions know it. */
  readonly streamArn: string;
  /** As the engine calls it. */
  readonly engineStreamArn: string;
  readonly partitionKey: string;
  /** Which attribute says when an item of the table expires; null for a table without TTL. */
  readonly ttlAttribute: string | null;
  /** Whether records show items as they were before. */
  readonly showsOldImages: boolean;
}
