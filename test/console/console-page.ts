import type { Locator, Page } from 'playwright-core';

/** A page of the console, by the names that people read on it. */
export class ConsolePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  field(label: string): Locator {
    return this.page.locator('input, textarea').and(this.page.getByLabel(label, { exact: true }));
  }

  title(name: string): Locator {
    return this.page.getByRole('heading', { name, level: 1, exact: true });
  }

  /** The dialog that is open. */
  dialog(): Locator {
    return this.page.getByRole('dialog').filter({ visible: true });
  }

  /** The button of the open dialog. */
  answer(name: string | RegExp): Locator {
    return this.dialog().getByRole('button', { name, exact: true });
  }

  /** Opens the menu of the key whose page this is. */
  async chooseAction(name: string): Promise<void> {
    await this.button(/^Actions for/).click();
    await this.page.getByRole('menuitem', { name, exact: true }).click();
  }

  async choose(label: string, option: string | RegExp): Promise<void> {
    await this.dialog().getByRole('button', { name: label }).click();
    await this.page.getByRole('option', { name: option }).click();
  }

  /** The secret that is shown, read off the page. */
  async shownSecret(): Promise<string> {
    return await this.page.locator('code.secret').innerText();
  }

  /** Takes the secret from where its reader would put it, and closes what shows it. It takes leave to read the clipboard. */
  async takeSecret(): Promise<string> {
    await this.button('Copy secret').click();
    await this.dialog().getByText('Copied', { exact: true }).waitFor();
    const secret = await this.page.evaluate<string>('navigator.clipboard.readText()');
    await this.answer('Done').click();
    await this.dialog().waitFor({ state: 'detached' });
    return secret;
  }
}
