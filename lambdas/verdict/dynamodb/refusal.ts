import type { Answer } from './answer.ts';
import { DynamoDbError, type FailureReason, malformed } from './error.ts';

const reasons: Readonly<Record<string, FailureReason>> = {
  ThrottlingException: 'throttled',
  ProvisionedThroughputExceededException: 'throttled',
  RequestLimitExceeded: 'throttled',
  TransactionConflictException: 'conflict',
  ExpiredTokenException: 'credentials',
  UnrecognizedClientException: 'credentials',
};

/**
 * What DynamoDB says in place of a result, without its message, which may quote the request.
 *
 * @param body the answer's, parsed; undefined where that could not be
 */
export function refusalOf({ status, headers }: Answer, body: unknown): DynamoDbError {
  const type = typeOf(body);
  const known = type !== null && Object.hasOwn(reasons, type) ? reasons[type] : undefined;
  const reason = status >= 500 ? (known ?? 'unavailable') : known;
  if (reason === undefined && type === null) return malformed(`status ${status}, and not by DynamoDB`);
  // What AWS support asks for.
  const requestId = headers.get('x-amzn-requestid')?.slice(0, 64);
  const message = `DynamoDB refused: ${type} (status ${status}, request ${requestId})`;
  return new DynamoDbError(reason ?? 'refused', message, { type });
}

/** `com.amazonaws.dynamodb.v20120810#ValidationException` → `ValidationException` */
function typeOf(body: unknown): string | null {
  const { __type: type } = (body ?? {}) as { readonly __type?: unknown };
  if (typeof type !== 'string') return null;
  return /(?:^|#)([A-Za-z]{1,64})$/.exec(type)?.[1] ?? null;
}
