import { maskedBody, masked } from '../output/masking.ts';

/** Shows what goes over the wire, and what comes back. */
export function tracedFetch(inner: typeof fetch, show: (text: string) => void): typeof fetch {
  return async (input, init) => {
    const began = performance.now();
    show(requestLines('> ', input, init));
    try {
      const response = await inner(input, init);
      const id = response.headers.get('X-Request-Id');
      const took = Math.round(performance.now() - began);
      show(`< ${response.status} in ${took} ms${id === null ? '' : `, request ${masked(id)}`}\n`);
      return response;
    } catch (error) {
      show(`< no answer: ${masked(error instanceof Error ? error.name : 'unknown')}\n`);
      throw error;
    }
  };
}

/** What a `--dry-run` shows instead of sending it; nothing that changes anything leaves the machine. */
export class DryRun {
  /** The requests that were held back. */
  readonly shown: string[] = [];

  over(inner: typeof fetch): typeof fetch {
    return async (input, init) => {
      const method = init?.method ?? 'GET';
      if (method === 'GET' || isPreview(input)) return await inner(input, init);
      this.shown.push(requestLines('', input, init));
      throw new Error('a dry run sends nothing');
    };
  }
}

function isPreview(input: Parameters<typeof fetch>[0]): boolean {
  return addressOf(input).pathname.endsWith('/preview');
}

function addressOf(input: Parameters<typeof fetch>[0]): URL {
  return new URL(input instanceof Request ? input.url : input);
}

function requestLines(mark: string, input: Parameters<typeof fetch>[0], init?: RequestInit): string {
  const lines = [`${init?.method ?? 'GET'} ${masked(addressOf(input).href)}`];
  for (const [name, value] of new Headers(init?.headers)) {
    lines.push(`${name}: ${name === 'authorization' ? '[masked]' : masked(value)}`);
  }
  if (typeof init?.body === 'string') lines.push(...maskedBody(init.body).split('\n'));
  return lines.map((line) => `${mark}${line}\n`).join('');
}
