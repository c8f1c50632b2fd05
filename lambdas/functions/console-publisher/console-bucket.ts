import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

/** A file as it is served. */
export interface ServedFile {
  readonly content: Uint8Array | string;
  readonly contentType: string;
  readonly cacheControl: string;
}

/** The bucket that the console is served from. */
export class ConsoleBucket {
  readonly #s3: S3Client;
  readonly #name: string;

  constructor(s3: S3Client, name: string) {
    this.#s3 = s3;
    this.#name = name;
  }

  async put(key: string, { content, contentType, cacheControl }: ServedFile): Promise<void> {
    const object = { Bucket: this.#name, Key: key, Body: content };
    await this.#s3.send(
      new PutObjectCommand({ ...object, ContentType: contentType, CacheControl: cacheControl }),
    );
  }

  /** The text of an object; null where there is none. */
  async read(key: string): Promise<string | null> {
    try {
      const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: this.#name, Key: key }));
      return (await Body?.transformToString()) ?? null;
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  }

  /** Does nothing where there is none. */
  async remove(key: string): Promise<void> {
    await this.#s3.send(new DeleteObjectCommand({ Bucket: this.#name, Key: key }));
  }
}
