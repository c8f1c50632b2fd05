import { apiKey, minted, serviceConfiguration } from './records.ts';

export interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

type Answer = readonly [status: number, body: unknown, headers?: Record<string, string>];

/** A deployment and its issuer, without a network: what is asked for is kept, and answered as a test says. */
export class PretendDeployment {
  readonly sent: Sent[] = [];
  /** By method and path below `/api/v1`. */
  readonly answers: Record<string, (sent: Sent) => Answer> = {
    'GET /config': () => [200, serviceConfiguration],
    'GET /me': () => [200, me],
  };
  /** The one that the issuer takes; each is spent by its use. */
  refreshToken = 'refresh-0';
  renewals = 0;
  /** Whether the issuer has the device flow, and how often it says that the person is not done. */
  pendingPolls: number | null = null;

  /** One that has a key, and mints it again whatever is asked for. */
  static withKey(): PretendDeployment {
    const deployment = new PretendDeployment();
    deployment.answers['GET /api-keys'] = () => [200, [apiKey]];
    deployment.answers[`GET /api-keys/${apiKey.id}`] = () => [200, apiKey];
    deployment.answers['POST /api-keys'] = () => [201, minted];
    return deployment;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const headers = new Headers(init?.headers);
    const body = await new Response(init?.body ?? null).text();
    const sent = { method: init?.method ?? 'GET', url, headers, body };
    this.sent.push(sent);
    await new Promise((done) => setImmediate(done));
    const [status, content, more] =
      url.hostname === 'login.example.com' ? this.#issuer(sent) : this.#api(sent);
    if (content === undefined) return new Response(null, { status });
    return Response.json(content, { status, headers: { 'X-Request-Id': 'request-1', ...more } });
  };

  #api(sent: Sent): Answer {
    const { method, url } = sent;
    if (url.href === 'https://keys.example.com/config.json')
      return [200, { apiUrl: serviceConfiguration.apiUrl }];
    if (!url.href.startsWith(serviceConfiguration.apiUrl)) return [404, { message: 'Not Found' }];
    const answer = this.answers[`${method} ${url.pathname.slice('/api/v1'.length)}`];
    return answer?.(sent) ?? problem(404, 'NOT_FOUND');
  }

  #issuer({ url, body }: Sent): Answer {
    const issuer = 'https://login.example.com/pool';
    const given = new URLSearchParams(body);
    if (url.pathname.endsWith('/.well-known/openid-configuration')) {
      const ways = { authorization_endpoint: `${issuer}/authorize`, revocation_endpoint: `${issuer}/revoke` };
      const device = this.pendingPolls === null ? {} : { device_authorization_endpoint: `${issuer}/device` };
      return [200, { issuer, token_endpoint: `${issuer}/token`, ...ways, ...device }];
    }
    if (url.pathname === '/pool/revoke') return [200, undefined];
    if (url.pathname === '/pool/device') {
      const place = { verification_uri: 'https://login.example.com/activate', user_code: 'WDJB-MJHT' };
      return [200, { device_code: 'device-1', ...place, expires_in: 600, interval: 0.01 }];
    }
    if (given.get('device_code') === 'device-1') {
      this.pendingPolls = (this.pendingPolls ?? 0) - 1;
      return this.pendingPolls < 0 ? this.#tokens() : [400, { error: 'authorization_pending' }];
    }
    if (given.get('refresh_token') !== this.refreshToken) return [400, { error: 'invalid_grant' }];
    this.renewals += 1;
    return this.#tokens();
  }

  #tokens(): Answer {
    this.refreshToken = `refresh-${this.renewals}`;
    const tokens = { access_token: `access-${this.renewals}`, refresh_token: this.refreshToken };
    return [200, { ...tokens, token_type: 'Bearer', expires_in: 3_600 }];
  }
}

export function problem(status: number, code: string, more: object = {}): Answer {
  const detail = `what ${code} says`;
  return [
    status,
    { type: 'about:blank', title: code, status, detail, code, requestId: 'request-1', ...more },
  ];
}

const me = {
  userId: 'ann@example.com',
  via: 'jwt',
  roles: ['admin'],
  scopes: ['*'],
  accessRights: {},
  apiKey: null,
};
