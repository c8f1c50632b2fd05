/** A call counts for more than its key may make in a minute: it could never pass. */
export class CostBeyondLimit extends Error {
  override readonly name = 'CostBeyondLimit';
  /** Calls per minute. */
  readonly limit: number;

  constructor(limit: number) {
    super(`a call costs more than the limit of ${limit}`);
    this.limit = limit;
  }
}
