import { type ProtectedEvent, protect } from '@latchkey/client/lambda';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

interface Order {
  readonly number: number;
  readonly item: string;
  readonly orderedBy: string;
}

/** As long as this container lives: a shop would have a database. */
const orders: Order[] = [{ number: 1, item: 'Tea', orderedBy: 'ann@example.com' }];

/** `GET /orders` and `POST /orders` with `{"item": …}`. Who may call them stands in the stack. */
async function serve(event: ProtectedEvent<APIGatewayProxyEvent>): Promise<APIGatewayProxyResult> {
  if (event.httpMethod === 'GET') return answer(200, orders);
  const item = readItem(event.body);
  if (item === null) return answer(400, { detail: 'Send {"item": …}, a text' });
  const order = { number: orders.length + 1, item, orderedBy: event.principal?.userId ?? 'nobody' };
  orders.push(order);
  return answer(201, order);
}

export const handler = protect(serve, { latchkeyAddress: process.env.LATCHKEY_ADDRESS });

function readItem(body: string | null): string | null {
  try {
    const { item } = JSON.parse(body ?? '') as { item?: unknown };
    return typeof item === 'string' ? item : null;
  } catch {
    return null;
  }
}

function answer(statusCode: number, body: object): APIGatewayProxyResult {
  return { statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
