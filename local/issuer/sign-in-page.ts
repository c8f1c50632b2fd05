import { escapeHtml, htmlPage } from '../http/html-page.ts';
import type { HttpResponse } from '../http/response.ts';
import type { KnownUser } from './known-users.ts';

export interface SignInPage {
  readonly users: readonly KnownUser[];
  /** The first content of the text field. */
  readonly typed: string;
  readonly problem: string | null;
  /** Where signing in leads back to. */
  readonly target: string;
}

/** Lets the person at the laptop sign in as anyone: as a known user, or with another address. */
export function signInPage({ users, typed, problem, target }: SignInPage): HttpResponse {
  const list =
    users.length === 0
      ? ''
      : `<form method="post"><ul aria-label="Known users">${users.map(entry).join('\n')}</ul></form>`;
  const invalid = problem === null ? '' : ' aria-invalid="true" aria-describedby="problem"';
  return htmlPage({
    status: problem === null ? 200 : 400,
    title: 'Sign in to Latchkey',
    formTargets: [target],
    body: `<h1>Sign in to Latchkey</h1>
<p>On this computer nobody asks for a password. Who are you?</p>
${list}
<h2>${users.length === 0 ? 'By email' : 'Somebody else'}</h2>
<form method="post">
<label for="userId">Email</label>
<div class="field"><input id="userId" name="userId" type="text" inputmode="email" autocomplete="username"
  autocapitalize="none" spellcheck="false" required maxlength="256" value="${escapeHtml(typed)}"${invalid}>
<button class="primary">Sign in</button></div>
${problem === null ? '' : `<p class="bad" id="problem" role="alert">${escapeHtml(problem)}</p>`}
</form>
<p>Anyone can sign in here; the API refuses those whom Latchkey does not know.</p>`,
  });
}

function entry({ userId, displayName, roles, status }: KnownUser): string {
  const facts = [
    displayName,
    roles.length === 0 ? 'no role' : roles.join(', '),
    status === 'active' ? null : status,
  ];
  const told = facts.filter((fact) => fact != null && fact !== '').join(' · ');
  return `<li><button name="userId" value="${escapeHtml(userId)}"><strong>${escapeHtml(userId)}</strong>
<span>${escapeHtml(told)}</span></button></li>`;
}

/** For a server that other machines can reach: it must not let everyone in. */
export function signInIsOffPage(): HttpResponse {
  return htmlPage({
    status: 403,
    title: 'Sign-in is off',
    body: `<h1>Sign-in is off</h1>
<p>This server was started with a <code>HOST</code> that other machines may reach, and its sign-in asks for no
password. Start it without <code>HOST</code>, or make a token at its terminal:</p>
<p><code>npm run --silent token -- &lt;userId&gt;</code></p>`,
  });
}

/** @param problem is escaped here, and may have text of the request in it */
export function issuerErrorPage(status: number, problem: string): HttpResponse {
  return htmlPage({
    status,
    title: 'Sign-in failed',
    body: `<h1>That did not work</h1>\n<p>${escapeHtml(problem)}</p>`,
  });
}

/** @param form the provider's, which has a token against forgery in it */
export function signOutPage(form: string, target: string | null): HttpResponse {
  return htmlPage({
    status: 200,
    title: 'Sign out of Latchkey',
    formTargets: target === null ? [] : [target],
    body: `<h1>Sign out of Latchkey?</h1>
${form}
<p><button class="primary" form="op.logoutForm" name="logout" value="yes">Sign out</button></p>`,
  });
}

export function signedOutPage(): HttpResponse {
  return htmlPage({
    status: 200,
    title: 'Signed out',
    body: '<h1>You are signed out</h1>\n<p>This page can be closed.</p>',
  });
}
