import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Answer {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

const widths = [320, 1280] as const;
const everything = "{ resultTypes: ['violations'] }";
/** Rules about colours. The others judge elements, which are the same in both themes. */
const colours = "{ resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block'] }";

/**
 * What axe-core finds wrong with all that a page shows, narrow and wide, light and dark; and where a reader of the narrow
 * page would have to scroll sideways. Leaves the page wide and light.
 */
export async function violationsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const beside = await besideOf(page);
    if (beside > 0) found.push(`${width}: ${beside} px lie beside the page`);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    found.push(...(await run(page, colours)).map((violation) => `${width} dark: ${violation}`));
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    found.push(...(await run(page, everything)).map((violation) => `${width} light: ${violation}`));
  }
  return found;
}

/** How many pixels lie beside the page, once what measures itself has taken its new size. */
async function besideOf(page: Page): Promise<number> {
  const measure = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  for (let tries = 0; tries < 40 && (await measure()) > 0; tries++) await page.waitForTimeout(50);
  return await measure();
}

async function run(page: Page, options: string): Promise<string[]> {
  // By the debugger: the page's policy allows no script of anybody else's.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<Answer>(`axe.run(${options})`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
