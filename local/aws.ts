/** The one region and account that templates and functions see. */
export const region = 'us-east-1';
export const accountId = '000000000000';

/** The ARN of something in that region and account, such as `function:name` of `lambda`. */
export function arnOf(service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}
