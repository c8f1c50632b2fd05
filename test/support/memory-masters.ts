import type { Masters } from '../../lambdas/domain/webhooks/signing-secret.ts';

/** Masters of signing secrets in memory; `replace` makes another the current one. */
export class MemoryMasters implements Masters {
  #count = 1;

  async current() {
    return { version: this.#version, bytes: await this.ofVersion(this.#version) };
  }

  async ofVersion(version: string) {
    return Buffer.alloc(32, version);
  }

  replace(): void {
    this.#count += 1;
  }

  get #version(): string {
    return `master-${this.#count}`;
  }
}
