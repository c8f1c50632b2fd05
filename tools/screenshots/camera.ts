import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import type { Scene } from './scenes.ts';

/** How wide a picture is, and how much of a long page it shows. */
export interface Format {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly longest: number;
}

export const formats: readonly Format[] = [
  { name: 'wide', width: 1280, height: 900, longest: 1_800 },
  { name: 'narrow', width: 320, height: 800, longest: 2_400 },
];
const appearances = ['light', 'dark'] as const;

type Appearance = (typeof appearances)[number];

/** Pictures of one browser. */
export class Camera {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** @param arrive signs in, where the page has led to the issuer */
  static async open(context: BrowserContext, arrive: (page: Page) => Promise<void>): Promise<Camera> {
    const page = await context.newPage();
    // Pages ask before a secret is lost that was not copied.
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto('/api-keys');
    await arrive(page);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return new Camera(page);
  }

  /** @returns a PNG in each appearance, of the same page: to load it takes longest */
  async take(
    { path, act, isWindow }: Scene,
    { width, height, longest }: Format,
  ): Promise<Map<Appearance, Buffer>> {
    const page = this.#page;
    await page.setViewportSize({ width, height });
    await page.goto(path, { waitUntil: 'commit' });
    await page.getByRole('heading').first().waitFor();
    await settled(page);
    if (act !== undefined) {
      await act(page);
      await drawn(page);
    }
    const wanted =
      isWindow === true ? height : Math.min(longest, Math.max(height, await contentHeight(page)));
    await page.setViewportSize({ width, height: wanted });
    const pictures = new Map<Appearance, Buffer>();
    for (const appearance of appearances) {
      await page.emulateMedia({ colorScheme: appearance });
      await drawn(page);
      pictures.set(
        appearance,
        await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' }),
      );
    }
    return pictures;
  }
}

/** Nothing is asked of the server any more, nothing is said to be loading, and fonts are there. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  // Not `waitForFunction`: the console's policy lets nobody evaluate texts there.
  for (let attempt = 0; (await page.evaluate(isStill)) !== true; attempt += 1) {
    if (attempt === 100) throw new Error('it is still loading after ten seconds');
    await sleep(100);
  }
  await drawn(page);
}

async function drawn(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

/** Cloudscape's spinner has circles. */
const isStill = `document.fonts.status === 'loaded' &&
  [...document.querySelectorAll('[class*="awsui_circle_"]')].every((circle) => !circle.checkVisibility())`;

async function contentHeight(page: Page): Promise<number> {
  return Number(await page.evaluate('document.documentElement.scrollHeight'));
}
