import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../errors.ts';
import { readJson, writeAtomically } from './atomic-file.ts';

/** What S3 keeps beside an object, and gives back as headers, by their names in lower case. */
export type ObjectHeaders = Readonly<Record<string, string>>;

export interface StoredObject {
  readonly content: Buffer;
  readonly headers: ObjectHeaders;
}

/** An S3 bucket: a folder in which each key is a path. */
export class Bucket {
  readonly #folder: string;
  readonly #headersFolder: string;

  constructor(folder: string, headersFolder: string) {
    this.#folder = folder;
    this.#headersFolder = headersFolder;
  }

  async put(key: string, content: string | Buffer, headers: ObjectHeaders = {}): Promise<void> {
    if (Object.keys(headers).length > 0) {
      await writeAtomically(this.#headersFile(key), JSON.stringify(headers));
    }
    await writeAtomically(this.#file(key), content);
  }

  /** @returns null where there is none */
  async get(key: string): Promise<StoredObject | null> {
    try {
      const content = await readFile(this.#file(key));
      return { content, headers: ((await readJson(this.#headersFile(key))) ?? {}) as ObjectHeaders };
    } catch (error) {
      if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes(String(errorCode(error)))) return null;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await rm(this.#file(key), { force: true });
    await rm(this.#headersFile(key), { force: true });
  }

  #file(key: string): string {
    return join(this.#folder, ...segmentsOf(key));
  }

  #headersFile(key: string): string {
    return `${join(this.#headersFolder, ...segmentsOf(key))}.json`;
  }
}

/** @throws TypeError for a key that would be a path out of the folder */
function segmentsOf(key: string): string[] {
  const segments = key.split('/');
  if (segments.some((segment) => ['', '.', '..'].includes(segment) || segment.includes('\0'))) {
    throw new TypeError('a key is a path here, and has neither empty nor dotted segments');
  }
  return segments;
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
    // No bucket's name begins with a dot.
    this.#buckets.set(name, new Bucket(folder, join(this.#folder, '.headers', name)));
  }

  get(name: string): Bucket | null {
    return this.#buckets.get(name) ?? null;
  }
}
