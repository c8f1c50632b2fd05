import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { ApiHandler } from '../../lambdas/gateway/api-handler.ts';
import { lambdaContext } from './memory-events.ts';

/** An answer with its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // oxlint-disable-next-line typescript/no-explicit-any -- bodies are JSON, and tests look anywhere in them.
  readonly body: any;
  /** The whole answer as text, for what must not be in it. */
  readonly text: string;
}

export async function call(handler: ApiHandler, event: APIGatewayProxyEvent): Promise<Answer> {
  const result: APIGatewayProxyResult = await handler(event, lambdaContext);
  return {
    status: result.statusCode,
    headers: result.headers as Record<string, string>,
    body: result.body === '' ? undefined : JSON.parse(result.body),
    text: JSON.stringify(result),
  };
}

/** What a function that must throw has thrown. */
export function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
