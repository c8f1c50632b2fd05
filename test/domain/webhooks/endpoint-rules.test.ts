import type { Problem } from '../../../lambdas/domain/problem.ts';
import {
  type Channels,
  readEndpoint,
  refuseOneMore,
} from '../../../lambdas/domain/webhooks/check-endpoint.ts';
import type { EndpointFields } from '../../../lambdas/domain/webhooks/endpoint.ts';
import {
  type EndpointGift,
  manageWebhooksScope,
  refuseEndpoint,
} from '../../../lambdas/domain/webhooks/endpoint-rights.ts';
import { noon } from '../../support/memory-ports.ts';
import { endpointOf } from './endpoints.ts';

const channels: Channels = { targets: 'public', eventBus: true, mail: true };
const fieldsOf = (fields: Partial<EndpointFields> = {}): EndpointFields => {
  const { name, url, kind, events, scope, status, legacySignature } = endpointOf(fields);
  return { name, url, kind, events, scope, status, legacySignature };
};

describe('an endpoint', () => {
  const errorsOf = (fields: Partial<EndpointFields>, has: Partial<Channels> = {}) => {
    try {
      readEndpoint(fieldsOf(fields), { ...channels, ...has });
    } catch (error) {
      expect(error).toMatchObject({ code: 'INVALID', status: 400 });
      return (error as Problem).errors?.map(({ field }) => field);
    }
    return [];
  };
  const bus = { kind: 'eventbridge', url: null, scope: 'all' } as const;
  const mail = { kind: 'email', url: 'mailto:ann@example.com' } as const;

  test('is kept with its URL in the usual form', () => {
    const asGiven = fieldsOf({ url: 'HTTPS://Hooks.Example.com:443' });
    expect(readEndpoint(asGiven, channels)).toEqual({ ...asGiven, url: 'https://hooks.example.com/' });
    expect(readEndpoint(fieldsOf({ ...mail, url: 'MAILTO:Ann@Example.com' }), channels).url).toBe(
      'mailto:Ann@Example.com',
    );
    expect(readEndpoint(fieldsOf(bus), channels)).toEqual(fieldsOf(bus));
  });

  test.each<[string, Partial<EndpointFields>, string[]]>([
    ['no URL', { url: null }, ['url']],
    ['a URL without TLS', { url: 'http://hooks.example.com/' }, ['url']],
    ['a URL that is not public', { url: 'https://169.254.169.254/latest/meta-data/' }, ['url']],
    ['an address of mail for https', { url: 'mailto:ann@example.com' }, ['url']],
    ['a URL for mail', { ...mail, url: 'https://hooks.example.com/' }, ['url']],
    ['no address for mail', { ...mail, url: null }, ['url']],
    ['two addresses', { ...mail, url: 'mailto:ann@example.com,bob@example.com' }, ['url']],
    ['headers of a mail', { ...mail, url: 'mailto:ann@example.com?bcc=bob@example.com' }, ['url']],
    [
      'a line break in an address',
      { ...mail, url: 'mailto:ann@example.com\r\nBcc: bob@example.com' },
      ['url'],
    ],
    ['an address without a domain', { ...mail, url: 'mailto:ann@localhost' }, ['url']],
    ['a long address', { ...mail, url: `mailto:${'a'.repeat(250)}@example.com` }, ['url']],
    ['a URL of the bus', { ...bus, url: 'https://hooks.example.com/' }, ['url']],
    ['own events for the bus', { ...bus, scope: 'own' }, ['scope']],
    ['a signature of mail', { ...mail, legacySignature: true }, ['legacySignature']],
    ['a signature of the bus', { ...bus, legacySignature: true }, ['legacySignature']],
    ['no events', { events: [] }, ['events']],
    ['too many events', { events: Array.from({ length: 21 }, () => '*') }, ['events']],
    ['events that are none', { events: ['api_key.*', 'api_key.eaten', 'key.*'] }, ['events.1', 'events.2']],
    ['an event twice', { events: ['api_key.*', 'api_key.created', 'api_key.*'] }, ['events.2']],
    [
      'events of nobody with the scope own',
      { events: ['api_key.*', 'user.*', 'role.created'] },
      ['events.1', 'events.2'],
    ],
    ['several at once', { url: null, events: ['none'] }, ['url', 'events.0']],
  ])('with %s is refused', (_, fields, expected) => {
    expect(errorsOf(fields)).toEqual(expected);
  });

  test('may ask for all that there is', () => {
    expect(errorsOf({ scope: 'all', events: ['user.*', 'role.created', '*'] })).toEqual([]);
    expect(
      errorsOf({ scope: 'own', events: ['*', 'webhook.*', 'api_key.expiring', 'registry.restored'] }),
    ).toEqual([]);
    expect(errorsOf({ legacySignature: true })).toEqual([]);
  });

  test('is only of a kind that the deployment sends to', () => {
    expect(errorsOf(bus, { eventBus: false })).toEqual(['kind']);
    expect(errorsOf(mail, { mail: false })).toEqual(['kind']);
    expect(errorsOf({ url: 'https://localhost:8443/' }, { targets: 'any' })).toEqual([]);
  });

  test('is refused beyond 10 of one’s own events, and 20 of all', () => {
    expect(refuseOneMore('own', { own: 9, all: 20 })).toBeNull();
    expect(refuseOneMore('own', { own: 10, all: 0 })).toMatchObject({ code: 'CONFLICT', status: 409 });
    expect(refuseOneMore('all', { own: 10, all: 19 })).toBeNull();
    expect(refuseOneMore('all', { own: 0, all: 20 })).toMatchObject({ code: 'CONFLICT', status: 409 });
  });
});

describe('giving', () => {
  const person = (scopes: string[], userId = 'ann@example.com', via: 'jwt' | 'api-key' = 'jwt') => ({
    userId,
    via,
    permissions: { scopes, accessRights: {} },
  });
  const [plain, manager] = [person([]), person([manageWebhooksScope])];
  const gift = (fields: Partial<EndpointGift> = {}): EndpointGift => ({
    owner: { userId: 'ann@example.com', status: 'active', roles: ['reader'], scopes: [], createdAt: noon },
    before: null,
    after: fieldsOf(),
    isSecretShown: true,
    ...fields,
  });
  const owner = { ...gift().owner, scopes: [manageWebhooksScope] };
  const all = fieldsOf({ scope: 'all', events: ['api_key.*'] });
  const change = (after: Partial<EndpointFields>, before = all) =>
    gift({ before, after: { ...before, ...after }, isSecretShown: false });
  const refused = { code: 'INSUFFICIENT_PERMISSIONS', missingScopes: [manageWebhooksScope] };

  test('anyone has endpoints for their own events', () => {
    expect(refuseEndpoint(plain, gift())).toBeNull();
    expect(refuseEndpoint(person([], 'bob@example.com'), gift())).toMatchObject(refused);
    expect(refuseEndpoint(person([manageWebhooksScope], 'bob@example.com'), gift())).toBeNull();
  });

  test('all events, and mail to others, take webhooks:manage of the caller and of the owner', () => {
    const aside = fieldsOf({ kind: 'email', url: 'mailto:bob@example.com' });
    for (const after of [all, aside]) {
      expect(refuseEndpoint(plain, gift({ after, owner }))).toMatchObject(refused);
      expect(refuseEndpoint(manager, gift({ after, owner }))).toBeNull();
      expect(refuseEndpoint(manager, gift({ after }))).toMatchObject(refused);
    }
    const own = fieldsOf({ kind: 'email', url: 'mailto:ANN@example.com' });
    expect(refuseEndpoint(plain, gift({ after: own }))).toBeNull();
  });

  test('a calling key without webhooks:manage makes and changes none', () => {
    const key = person(['api-keys:manage'], 'ann@example.com', 'api-key');
    expect(refuseEndpoint(key, gift())).toMatchObject(refused);
    expect(refuseEndpoint(key, change({ name: 'Other' }, fieldsOf()))).toMatchObject(refused);
    expect(refuseEndpoint(person(['webhooks:*'], 'ann@example.com', 'api-key'), gift())).toBeNull();
  });

  test.each<[string, Partial<EndpointFields>]>([
    ['renames', { name: 'Other' }],
    ['disables', { status: 'disabled', url: 'https://other.example.com/' }],
    ['narrows to own events', { scope: 'own' }],
    ['asks for another signature', { legacySignature: true }],
  ])('whoever has lost the right still %s', (_, after) => {
    expect(refuseEndpoint(plain, change(after))).toBeNull();
  });

  test.each<[string, EndpointGift]>([
    ['sends elsewhere', change({ url: 'https://other.example.com/' })],
    ['asks for more', change({ events: ['api_key.*', 'user.*'] })],
    ['activates', change({ status: 'active' }, { ...all, status: 'disabled' })],
    ['is shown its secret', { ...change({}), isSecretShown: true }],
    ['widens to all events', change({ scope: 'all' }, fieldsOf())],
  ])('whoever has lost the right no longer %s', (_, wanted) => {
    expect(refuseEndpoint(plain, { ...wanted, owner })).toMatchObject(refused);
    expect(refuseEndpoint(manager, { ...wanted, owner })).toBeNull();
  });
});
