import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from './atomic-file.ts';

/** An S3 bucket: a folder in which each key is a path. */
export class Bucket {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(key: string, content: string): Promise<void> {
    await writeAtomically(join(this.#folder, ...key.split('/')), content);
  }
}

/** The S3 buckets of the templates. */
export class Buckets {
  readonly #folder: string;
  readonly #buckets = new Map<string, Bucket>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async create(name: string): Promise<void> {
    const folder = join(this.#folder, name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    this.#buckets.set(name, new Bucket(folder));
  }

  get(name: string): Bucket | null {
    return this.#buckets.get(name) ?? null;
  }
}
