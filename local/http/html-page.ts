import { createHash } from 'node:crypto';
import type { HttpResponse } from './response.ts';

/** The text, safe in the content of an element and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export interface HtmlPage {
  readonly status: number;
  readonly title: string;
  /** HTML. Text from elsewhere has to be escaped in it. */
  readonly body: string;
  /** Other origins that the page's forms may lead to. */
  readonly formTargets?: readonly string[];
}

/** A page without scripts, which loads nothing from other origins. */
export function htmlPage({ status, title, body, formTargets = [] }: HtmlPage): HttpResponse {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
  return { statusCode: status, headers: [...pageHeaders(formTargets)], body: html };
}

function pageHeaders(formTargets: readonly string[]): [string, string][] {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    'img-src data:',
    // Browsers apply this to the redirects after a form, too.
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return [
    ['Content-Type', 'text/html; charset=utf-8'],
    ['Cache-Control', 'no-store'],
    ['Content-Security-Policy', policy.join('; ')],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    // With `no-referrer`, a browser would send a form's origin as `null`.
    ['Referrer-Policy', 'same-origin'],
    ['Strict-Transport-Security', 'max-age=63072000; includeSubDomains'],
    ['X-Content-Type-Options', 'nosniff'],
    ['X-Frame-Options', 'DENY'],
  ];
}

const style = `
:root { color-scheme: light dark; --back: #f4f5f7; --card: #fff; --text: #16191f; --soft: #545b64;
  --line: #8d99a8; --accent: #0b5fc0; --hover: #eaf2fc; --on-accent: #fff; --bad: #b3190b; }
@media (prefers-color-scheme: dark) { :root { --back: #0f141a; --card: #192028; --text: #e9ebed; --soft: #a5b0bd;
  --line: #66727f; --accent: #6ab0ff; --hover: #22303f; --on-accent: #08131f; --bad: #ff8a7a; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; }
main { width: min(28rem, 100% - 2rem); margin: 0 auto; padding: 10vh 0 4rem; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2rem 0 .5rem; font-size: 1rem; }
p { margin: .25rem 0 1rem; color: var(--soft); }
code { font: .9em ui-monospace, monospace; color: var(--text); overflow-wrap: anywhere; }
a { color: var(--accent); }
ul { list-style: none; margin: 1.25rem 0 0; padding: 0; display: grid; gap: .5rem; }
button, input { font: inherit; color: inherit; border: 1px solid var(--line); border-radius: .5rem;
  background: var(--card); padding: .65rem .9rem; }
button { cursor: pointer; }
button:hover { background: var(--hover); }
button:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
li button { display: block; width: 100%; text-align: left; }
li span { display: block; font-size: .875rem; color: var(--soft); overflow-wrap: anywhere; }
li strong { overflow-wrap: anywhere; }
label { display: block; font-weight: 600; margin-bottom: .25rem; }
.field { display: flex; gap: .5rem; flex-wrap: wrap; }
.field input { flex: 1 1 14rem; min-width: 0; }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
.primary:hover { background: var(--accent); filter: brightness(1.1); }
.bad { color: var(--bad); font-weight: 600; }
`;
