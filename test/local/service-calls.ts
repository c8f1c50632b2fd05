/** What a service answered, without the SDK that would turn it into a result or an exception. */
export interface ServiceAnswer {
  readonly status: number;
  readonly body: Record<string, any>;
}

/** A call of the JSON 1.1 protocol, as the AWS SDK makes it but for the signature, which nobody checks here. */
export async function callJson(url: string, target: string, input: object): Promise<ServiceAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: (await response.json()) as ServiceAnswer['body'] };
}
