import { newAttempt } from './attempt.ts';
import type { TokenEndpoint, Tokens } from './tokens.ts';

/** By its beginning a page that comes back from the issuer knows that another one waits for the answer. */
const windowState = 'window.';
const channelName = 'latchkey.sign-in';
const features = 'popup,width=480,height=720';

export function isOfWindow(answer: URLSearchParams): boolean {
  return answer.get('state')?.startsWith(windowState) === true;
}

/** Tells the page that waits. The code is worth nothing to others: the verifier has not left that page. */
export function passOn(answer: URLSearchParams): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(answer.toString());
  channel.close();
}

/** @returns null where the browser opens no window, or it did not come to a sign-in */
export async function beginInWindow(endpoint: TokenEndpoint): Promise<Tokens | null> {
  // Opened at once, while the browser still knows that somebody has clicked.
  const opened = window.open('about:blank', '_blank', features);
  if (opened === null) return null;
  const attempt = newAttempt(windowState);
  const answered = answerTo(attempt.state);
  opened.location.replace(await endpoint.authorizationUrl(attempt));
  return await endpoint.exchange(await answered, attempt).catch(() => null);
}

function answerTo(state: string): Promise<URLSearchParams> {
  const channel = new BroadcastChannel(channelName);
  return new Promise((done) => {
    channel.addEventListener('message', ({ data }) => {
      const answer = new URLSearchParams(String(data));
      if (answer.get('state') !== state) return;
      channel.close();
      done(answer);
    });
  });
}
