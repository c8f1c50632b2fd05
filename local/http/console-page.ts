import { escapeHtml, htmlPage } from './html-page.ts';
import type { HttpResponse } from './response.ts';

/** The page at `/` of a deployment without the console. */
export function consolePage(apiUrl: string): HttpResponse {
  const url = escapeHtml(apiUrl);
  return htmlPage({
    status: 200,
    title: 'Latchkey',
    body: `<h1>Latchkey is up</h1>
<p>This deployment has no console. The API answers at <code>${url}</code>;
<a href="${url}/openapi.json">its description</a> names every route.</p>
<h2>Call it as a person</h2>
<p><code>npm run --silent token -- admin@example.com</code> prints an access token.</p>`,
  });
}
