import { isWithheld } from '../credential-headers.ts';

/** What is used of a request of node:http, which Express and Fastify hand over. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Record<string, string | string[] | undefined>;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: string[];
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** Every value of a header: `headers` keeps the first alone. */
export function valuesOf({ rawHeaders }: NodeRequest, name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

export function valueOf(request: NodeRequest, name: string): string | undefined {
  return valuesOf(request, name).join(', ') || undefined;
}

/** Takes the caller's credentials away, and what a client says in the name of Latchkey. */
export function withholdCredentials({ headers, rawHeaders }: NodeRequest): void {
  for (const name of Object.keys(headers)) if (isWithheld(name)) delete headers[name];
  for (let index = rawHeaders.length - 2; index >= 0; index -= 2)
    if (isWithheld(rawHeaders[index] ?? '')) rawHeaders.splice(index, 2);
}
