import { Latchkey } from '@latchkey/client';
import { exitCodes } from './exit-code.ts';
import { Failure, usageFailure } from './failure.ts';
import type { GlobalOptions } from './global-options.ts';
import { DryRun, tracedFetch } from './http/traced-fetch.ts';
import type { Format } from './output/format.ts';
import { masked } from './output/masking.ts';
import { Printer } from './output/printer.ts';
import { write } from './output/write.ts';
import { Session } from './session/session.ts';
import type { Surroundings } from './surroundings.ts';

/** What a command is given: who and where, the API, and its ways to speak to the person or the program. */
export class Context {
  readonly surroundings: Surroundings;
  readonly options: GlobalOptions;
  readonly session: Session;
  readonly print: Printer;
  readonly dryRun = new DryRun();

  constructor(surroundings: Surroundings, options: GlobalOptions) {
    this.surroundings = surroundings;
    this.options = options;
    this.session = new Session(surroundings, options);
    const { stdout, now } = surroundings;
    this.print = new Printer(stdout, {
      format: this.format,
      isQuiet: options.quiet === true,
      now,
      tellEmpty: async () => await this.note('There are none.'),
    });
  }

  get format(): Format {
    return this.options.output ?? 'table';
  }

  /** Whether there is a person who can be asked. */
  get isInteractive(): boolean {
    const { stdin, stderr } = this.surroundings;
    return stdin.isTTY === true && stderr.isTTY === true;
  }

  /** Requests, shown where `--debug` or `--dry-run` ask for that. */
  get fetch(): typeof fetch {
    const { fetch } = this.surroundings;
    const held = this.options.dryRun === true ? this.dryRun.over(fetch) : fetch;
    if (this.options.debug !== true) return held;
    return tracedFetch(held, (text) => void this.surroundings.stderr.write(text));
  }

  /** The API as whoever is signed in. @throws Failure where it is not known which deployment is meant */
  async api(): Promise<Latchkey> {
    return this.apiAt(await this.session.apiUrl(), () => this.session.credential());
  }

  /** @param credential none: what needs none can be asked */
  apiAt(baseUrl: string, credential?: string | (() => Promise<string>)): Latchkey {
    try {
      return new Latchkey({
        baseUrl,
        fetch: this.fetch,
        ...(credential !== undefined && { credential }),
        ...(this.options.dryRun === true && { retries: 0 }),
      });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw usageFailure(`the address ${masked(baseUrl)} is none of an API: ${error.message}`);
    }
  }

  /** Something for the person: what was done, what to mind. Never a result. */
  async note(text: string): Promise<void> {
    await write(this.surroundings.stderr, `${masked(text)}\n`);
  }

  /** What was done, where nobody asked for quiet. */
  async tell(text: string): Promise<void> {
    if (this.options.quiet !== true) await this.note(text);
  }

  /**
   * Asks before what cannot be undone.
   *
   * @throws Failure where the answer is no, or nobody can be asked and `--yes` was not given
   */
  async confirm(question: string): Promise<void> {
    if (this.options.yes === true || this.options.dryRun === true) return;
    if (!this.isInteractive) throw usageFailure(`${question} Nobody can be asked here`, 'Add --yes.');
    const answer = await this.surroundings.prompts.confirm(question);
    if (answer === null) throw new Failure('ended', exitCodes.interrupted);
    if (!answer) throw new Failure('nothing was done');
  }
}
