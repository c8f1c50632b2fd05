import { crc32 } from '../../domain/keys/crc32.ts';
import type { Answer } from './answer.ts';
import { type DynamoDbError, malformed } from './error.ts';
import { refusalOf } from './refusal.ts';

/** What DynamoDB answered: a result, or why there is none. */
export type Outcome =
  | { readonly refusal: null; readonly body: Readonly<Record<string, unknown>> }
  | { readonly refusal: DynamoDbError; readonly body: Readonly<Record<string, unknown>> };

/** @throws DynamoDbError `malformed` */
export function outcomeOf(answer: Answer): Outcome {
  const { status, headers, body } = answer;
  const checksum = headers.get('x-amz-crc32');
  if (checksum !== undefined && checksum !== String(crc32(body))) throw malformed('its checksum');
  const parsed = parse(body);
  if (status === 200 && parsed !== undefined) return { refusal: null, body: parsed };
  if (status < 400) throw malformed(`status ${status} without a result`);
  return { refusal: refusalOf(answer, parsed), body: parsed ?? {} };
}

/** An object, or undefined for anything else. What is wrong with it is not told, for that quotes it. */
function parse(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
