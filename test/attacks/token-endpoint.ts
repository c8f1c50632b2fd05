import { issuerOf } from '../e2e/sign-in.ts';
import { attempts } from './attempts.ts';
import { bench } from './bench.ts';

/** Ways to a token that the issuer does not offer. */
export function tokenEndpoint(): void {
  type Form = Readonly<Record<string, string>>;
  attempts<Form>(
    'the issuer is asked for a token',
    [
      [
        'with a password',
        { grant_type: 'password', username: 'admin@example.com', password: '' },
        '400 unsupported_grant_type',
      ],
      ['for the client itself', { grant_type: 'client_credentials' }, '400 unsupported_grant_type'],
      [
        'for an assertion',
        { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'e30.e30.' },
        '400 unsupported_grant_type',
      ],
      [
        'in exchange',
        { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', subject_token: 'x' },
        '400 unsupported_grant_type',
      ],
      [
        'for a device',
        { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: 'x' },
        '400 unsupported_grant_type',
      ],
      [
        'with a made-up code',
        {
          grant_type: 'authorization_code',
          code: 'x',
          code_verifier: 'x'.repeat(43),
          redirect_uri: 'https://evil.example/',
        },
        '400 invalid_grant',
      ],
      [
        'with a made-up refresh token',
        { grant_type: 'refresh_token', refresh_token: 'x' },
        '400 invalid_grant',
      ],
      [
        'by an unknown client',
        { grant_type: 'authorization_code', code: 'x', client_id: 'unknown' },
        '401 invalid_client',
      ],
      [
        'with a secret',
        { grant_type: 'authorization_code', code: 'x', client_secret: 'x' },
        '400 invalid_grant',
      ],
      ['for nothing', {}, '400 invalid_request'],
    ],
    async (form) => {
      const issuer = issuerOf(bench.server);
      const body = new URLSearchParams({ client_id: issuer.clientId, ...form });
      const answer = await fetch(`${issuer.issuer}/token`, { method: 'POST', body });
      return `${answer.status} ${((await answer.json()) as { error: string }).error}`;
    },
  );
}
