import type { Clock } from '../../domain/ports.ts';
import type { Endpoint } from '../../domain/webhooks/endpoint.ts';
import { type EndpointHealth, healthAfter, healthy } from '../../domain/webhooks/endpoint-health.ts';
import type { LineLease, LineStore } from '../../store/endpoint-lines.ts';

/** A quarter of the lease: with an attempt of 15 seconds begun then, it does not end in the midst of one. */
const keptEveryMs = 15_000;

/** A line while this sender holds it, with how its endpoint answers. What is known is written one after the other. */
export class HeldLine {
  #health: EndpointHealth;
  #keptAt: number;
  #isLost = false;
  #writing: Promise<void> = Promise.resolve();
  readonly #lease: LineLease;
  readonly #lines: Pick<LineStore, 'keep'>;
  readonly #now: Clock['now'];

  constructor(lease: LineLease, health: EndpointHealth, lines: Pick<LineStore, 'keep'>, now: Clock['now']) {
    this.#lease = lease;
    this.#health = health;
    this.#lines = lines;
    this.#now = now;
    this.#keptAt = now();
  }

  get health(): EndpointHealth {
    return this.#health;
  }

  /** Another sender holds the line: this one may begin no attempt more. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Before an attempt. An endpoint that somebody has changed since it began to fail is tried as if it had not. */
  async prepare({ updatedAt }: Pick<Endpoint, 'updatedAt'>): Promise<void> {
    const { failingSince } = this.#health;
    const isMended = failingSince !== null && failingSince < updatedAt;
    if (isMended) this.#health = healthy;
    if (isMended || this.#now() - this.#keptAt >= keptEveryMs) await this.#write();
  }

  /** After an attempt. */
  async note(isTaken: boolean): Promise<void> {
    const before = this.#health;
    this.#health = healthAfter(before, isTaken, this.#now());
    if (this.#health.failures !== before.failures) await this.#write();
  }

  #write(): Promise<void> {
    const write = async () => {
      if (this.#isLost) return;
      const now = this.#now();
      this.#isLost = !(await this.#lines.keep(this.#lease, this.#health, now));
      this.#keptAt = now;
    };
    this.#writing = this.#writing.then(write);
    return this.#writing;
  }
}
