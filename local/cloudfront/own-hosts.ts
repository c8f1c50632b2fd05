import { region } from '../aws.ts';

/** Hosts of a region, as policies name them: any REST API, any sign-in page, Cognito's API. */
const hosts = new RegExp(
  `https://(?:\\*\\.execute-api\\.${region}\\.amazonaws\\.com|\\*\\.auth\\.${region}\\.amazoncognito\\.com|` +
    `cognito-idp\\.${region}\\.amazonaws\\.com)(?![\\w.:-])`,
  'g',
);

/** A content security policy that names the server where it names what the server stands in for. */
export function withOwnHosts(policy: string, serverUrl: string): string {
  return policy
    .split('; ')
    .map((directive) => [...new Set(directive.replaceAll(hosts, serverUrl).split(' '))].join(' '))
    .join('; ');
}
