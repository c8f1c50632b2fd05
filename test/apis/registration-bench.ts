import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';

/** One deployment for all tests of registrations. */
export let engine: Engine;
export let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
});
afterAll(() => engine?.stop());

export const orders = [
  { method: 'POST', path: '/orders', scopes: ['database:write'], cost: 5 },
  { method: 'GET', path: '/orders', scopes: ['database:read'] },
];
let count = 0;
export const fresh = () => `api-${(count += 1)}`;
export const at = (stage: string, more: object = {}) => ({
  accountId: '123456789012',
  apiId: 'a1b2c3',
  stage,
  ...more,
});
export const definition = (name: string, more: object = {}) => ({
  gateway: at(name),
  routes: orders,
  ...more,
});
export async function add(more: object = {}): Promise<string> {
  const name = fresh();
  expect(await statusOf(api.admin('registerApi', { body: { name, ...definition(name, more) } }))).toBe('201');
  return name;
}
export const put = (name: string, body: object, headers = {}) =>
  api.admin('replaceApi', { at: { name }, body, headers });
export const get = (name: string) => api.admin('getApi', { at: { name } });
export async function statusOf(answer: Promise<{ status: number; body: any }>): Promise<string> {
  const { status, body } = await answer;
  return status < 300 ? String(status) : `${status} ${body.code}`;
}
export const itemsOf = async (name: string) =>
  Object.keys(await engine.contents()).filter((key) => key.includes(name) && !key.includes('AUDIT#'));
