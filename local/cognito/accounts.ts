import { randomUUID } from 'node:crypto';
import { readJson, writeAtomically } from '../storage/atomic-file.ts';

/** Emails that have an account in the user pool, kept in a file of the data folder. */
export class Accounts {
  readonly #path: string;
  /** One after the other: two calls for one address must not both find none. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * @param welcome tells the person, before the account counts as made
   * @returns false where there is one already; emails compare in lower case, as in the pool
   */
  async add(email: string, welcome: (id: string) => Promise<void>): Promise<boolean> {
    const added = this.#last.then(async () => {
      const emails = ((await readJson(this.#path)) ?? []) as string[];
      const name = email.toLowerCase();
      if (emails.includes(name)) return false;
      await welcome(randomUUID());
      await writeAtomically(this.#path, JSON.stringify([...emails, name], null, 2));
      return true;
    });
    this.#last = added.catch(() => {});
    return await added;
  }
}
