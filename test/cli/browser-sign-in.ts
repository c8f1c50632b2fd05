import { Browser } from '../local/browser.ts';

/** Signs in with a browser, up to where it is sent back to. */
export async function backFrom(address: string, userId: string): Promise<URL> {
  const browser = new Browser();
  const page = await browser.follow(await browser.get(address));
  return Browser.target(await browser.follow(await browser.submit(page.url, { userId })))!;
}
