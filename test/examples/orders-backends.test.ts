import { startEcho } from '../../examples/orders/backends/echo.ts';
import { handler } from '../../examples/orders/backends/shop.ts';
import { judged, restEvent } from '../clients/proxy-events.ts';

async function call(httpMethod: string, body: string | null, authorizer: object = judged) {
  const answer = await handler({ ...restEvent(authorizer), httpMethod, body }, {});
  return { status: answer.statusCode, body: JSON.parse(answer.body) };
}

test('the shop lists orders, and takes one in the name of whoever calls', async () => {
  const { body: before } = await call('GET', null);
  const placed = { number: before.length + 1, item: 'Coffee', orderedBy: 'ci-bot@example.com' };
  expect(await call('POST', '{"item":"Coffee"}')).toEqual({ status: 201, body: placed });
  expect(await call('GET', null)).toEqual({ status: 200, body: [...before, placed] });
});

test.each([null, '', '{', 'null', '{}', '{"item":1}'])('the shop takes no order from %p', async (body) => {
  expect((await call('POST', body)).status).toBe(400);
});

test('the shop answers who lacks a scope itself', async () => {
  const lacking = { ...judged, code: 'INSUFFICIENT_PERMISSIONS', missingScopes: '["database:write"]' };
  const { status, body } = await call('POST', '{"item":"Coffee"}', lacking);
  expect([status, body]).toMatchObject([403, { missingScopes: ['database:write'] }]);
});

test('the echo answers what it got', async () => {
  const { server, url } = await startEcho(0);
  try {
    const answer = await fetch(`${url}/profile?a=b`, {
      method: 'PUT',
      headers: { 'X-Latchkey-User': 'ann' },
    });
    expect(await answer.json()).toMatchObject({
      method: 'PUT',
      path: '/profile?a=b',
      headers: { 'x-latchkey-user': 'ann' },
    });
    await expect(startEcho(Number(new URL(url).port))).rejects.toThrow('EADDRINUSE');
  } finally {
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
});
