import { Aws, Duration } from 'aws-cdk-lib';
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';

/** Two years, as the API sends it. */
const strictTransportAge = Duration.days(730);

/** What browsers are told about the console's pages. */
export class ConsoleHeaders extends ResponseHeadersPolicy {
  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id, {
      // Names are the account's, not the region's.
      responseHeadersPolicyName: `${configuration.deploymentName}-${Aws.REGION}`,
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: contentSecurityPolicy(configuration),
          override: true,
        },
        strictTransportSecurity: {
          accessControlMaxAge: strictTransportAge,
          includeSubdomains: true,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      },
    });
  }
}

/**
 * The API and Cognito are named by regional wildcards, since their stacks come later; what has an address of the
 * operator's own is named by that.
 */
function contentSecurityPolicy({ oidc, apiDomain }: Configuration): string {
  const signIn =
    oidc === null
      ? [
          `https://*.auth.${Aws.REGION}.amazoncognito.com`,
          `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}`,
        ]
      : [new URL(oidc.issuer).origin];
  const api = apiDomain?.name ?? `*.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
  const directives = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'"],
    'font-src': ["'self'"],
    'connect-src': ["'self'", `https://${api}`, ...signIn],
    'form-action': ["'none'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}
