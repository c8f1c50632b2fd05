import type { APIGatewayProxyEvent } from 'aws-lambda';

/** A request header by its lower-case name; several are joined as one list (RFC 9110, section 5.3). */
export function header({ multiValueHeaders }: APIGatewayProxyEvent, name: string): string | undefined {
  const values = Object.entries(multiValueHeaders ?? {}).flatMap(([key, sent]) =>
    key.toLowerCase() === name ? (sent ?? []) : [],
  );
  return values.length === 0 ? undefined : values.join(', ');
}

/** The URL that was called, without query. API Gateway sets X-Forwarded-Proto itself. */
export function urlOf(event: APIGatewayProxyEvent): string {
  const scheme = header(event, 'x-forwarded-proto') === 'http' ? 'http' : 'https';
  const { domainName = '', path } = event.requestContext;
  return `${scheme}://${domainName}${path.replace(/\/$/, '')}`;
}

/** The address of the API's stage or custom domain: the URL without the path of the resource. */
export function rootOf(event: APIGatewayProxyEvent): string {
  const depth = event.resource.split('/').length - 1;
  return urlOf(event).split('/').slice(0, -depth).join('/');
}
