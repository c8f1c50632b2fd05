import { DynamoDbError } from './error.ts';

/** Where DynamoDB listens. */
export interface Endpoint {
  /** False on a laptop and in tests only. */
  readonly isSecure: boolean;
  /** A name, or an address without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** As in the `Host` header, which is signed. */
  readonly host: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Domains of the partitions of AWS, by how the names of their regions begin. */
const suffixes: readonly (readonly [prefix: string, suffix: string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
];
const commonSuffix = 'amazonaws.com';

/** Endpoints of another kind, which this client does not know: better no answer than one from the wrong door. */
const unsupported = ['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT'];

/** @throws DynamoDbError `misconfigured` */
export function resolveRegion(env: Environment): string {
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'];
  if (!region) throw misconfigured('AWS_REGION is not set');
  if (!/^[a-z0-9-]{1,32}$/.test(region)) throw misconfigured('AWS_REGION is malformed');
  return region;
}

/**
 * The endpoint that the environment names, or else the region's own.
 *
 * @throws DynamoDbError `misconfigured`
 */
export function resolveEndpoint(env: Environment, region: string): Endpoint {
  for (const name of unsupported) {
    const value = env[name]?.toLowerCase();
    if (value && value !== 'false') throw misconfigured(`${name} is not supported`);
  }
  const given = env['AWS_ENDPOINT_URL_DYNAMODB'] || env['AWS_ENDPOINT_URL'];
  return parseEndpoint(given || `https://dynamodb.${region}.${suffixOf(region)}`);
}

function suffixOf(region: string): string {
  return suffixes.find(([prefix]) => region.startsWith(prefix))?.[1] ?? commonSuffix;
}

function parseEndpoint(given: string): Endpoint {
  const url = URL.canParse(given) ? new URL(given) : null;
  const isSecure = url?.protocol === 'https:';
  const isPlain = url?.protocol === 'http:';
  // No path, query or credentials: what is left of them beside the origin would be ignored.
  if (url === null || !(isSecure || isPlain) || url.href !== `${url.origin}/`) {
    throw misconfigured('AWS_ENDPOINT_URL must be http or https, a host and a port');
  }
  return {
    isSecure,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
    host: url.host,
  };
}

function misconfigured(message: string): DynamoDbError {
  return new DynamoDbError('misconfigured', message);
}
