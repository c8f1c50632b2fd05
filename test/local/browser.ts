/** A browser that keeps cookies and shows where it is led. */
export class Browser {
  readonly #cookies = new Map<string, { readonly value: string; readonly path: string }>();

  async get(url: string): Promise<Response> {
    return await this.#send(url, { method: 'GET' });
  }

  async submit(
    url: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const own = { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin', ...headers };
    return await this.#send(url, { method: 'POST', body: new URLSearchParams(fields), headers: own });
  }

  /** Follows redirects for as long as they stay on the server. */
  async follow(response: Response): Promise<Response> {
    const { origin } = new URL(response.url);
    for (let current = response; ; ) {
      const target = Browser.target(current);
      if (target === null || target.origin !== origin) return current;
      current = await this.get(target.href);
    }
  }

  /** Where a response leads, or null where it leads nowhere. */
  static target(response: Response): URL | null {
    const location = response.headers.get('location');
    return location === null ? null : new URL(location, response.url);
  }

  async #send(url: string, init: RequestInit): Promise<Response> {
    const { pathname } = new URL(url);
    const cookie = [...this.#cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const headers = { accept: 'text/html', cookie, ...(init.headers as Record<string, string>) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const [, path = '/'] = /;\s*path=([^;]+)/i.exec(line) ?? [];
    if (value === '') this.#cookies.delete(name);
    else this.#cookies.set(name, { value, path });
  }
}
