/** Any code that the authorizer can give about the keys of one active user who may do everything. */
export type ModelVerdict =
  | 'VALID'
  | 'API_KEY_INVALID'
  | 'API_KEY_PAUSED'
  | 'API_KEY_EXPIRED'
  | 'IP_NOT_ALLOWED';

/** Times are milliseconds since the epoch, and infinite for never. */
export interface ModelKey {
  name: string;
  isPaused: boolean;
  isDeleted: boolean;
  expiresAt: number;
  /** The one address from which it may be used; null for anywhere. */
  address: string | null;
}

export interface ModelSecret {
  readonly key: ModelKey;
  /** Infinite for the current secret of its key. */
  retiresAt: number;
}

export interface ModelPatch {
  readonly name?: string;
  readonly expiresAt?: number;
  readonly rotationEndsAt?: number;
  readonly address?: string | null;
  readonly isPaused?: boolean;
}

/** Keys as design section 3 tells of them, and nothing of how they are stored. Operations tell the HTTP status. */
export class KeyModel {
  readonly keys: ModelKey[] = [];
  /** In the order in which they were shown. */
  readonly secrets: ModelSecret[] = [];
  now: number;
  readonly #retentionMs: number;

  constructor(now: number, retentionMs: number) {
    this.now = now;
    this.#retentionMs = retentionMs;
  }

  verdict({ key, retiresAt }: ModelSecret, sourceIp: string): ModelVerdict {
    if (!this.isThere(key) || this.now >= retiresAt) return 'API_KEY_INVALID';
    if (key.isPaused) return 'API_KEY_PAUSED';
    if (this.isExpired(key)) return 'API_KEY_EXPIRED';
    return key.address === null || key.address === sourceIp ? 'VALID' : 'IP_NOT_ALLOWED';
  }

  isThere(key: ModelKey): boolean {
    return !key.isDeleted && this.now < this.goneAt(key);
  }

  isExpired({ expiresAt }: ModelKey): boolean {
    return this.now >= expiresAt;
  }

  /** DynamoDB takes the end of an item in whole seconds. */
  goneAt({ expiresAt }: ModelKey): number {
    return Math.ceil((expiresAt + this.#retentionMs) / 1_000) * 1_000;
  }

  create(name: string, expiresAt: number, address: string | null): number {
    if (this.#isTaken(name)) return 409;
    const key = { name, isPaused: false, isDeleted: false, expiresAt, address };
    this.keys.push(key);
    this.secrets.push({ key, retiresAt: Number.POSITIVE_INFINITY });
    return 201;
  }

  /** @param expiresAt undefined where none is given */
  duplicate(source: ModelKey, name: string, expiresAt: number | undefined): number {
    if (!this.isThere(source)) return 404;
    if (expiresAt === undefined && source.expiresAt !== Number.POSITIVE_INFINITY) return 400;
    if (source.isPaused) return 409;
    return this.create(name, expiresAt ?? Number.POSITIVE_INFINITY, source.address);
  }

  /** @param expiresAt undefined where it is to stay */
  rotate(key: ModelKey, graceMs: number, expiresAt: number | undefined): number {
    if (!this.isThere(key)) return 404;
    if (this.isExpired(key) && (expiresAt === undefined || graceMs > 0)) return 400;
    for (const secret of this.secretsOf(key)) {
      const isCurrent = secret.retiresAt === Number.POSITIVE_INFINITY;
      const end = isCurrent ? Math.min(this.now + graceMs, key.expiresAt) : this.now;
      secret.retiresAt = Math.min(secret.retiresAt, end);
    }
    key.expiresAt = expiresAt ?? key.expiresAt;
    this.secrets.push({ key, retiresAt: Number.POSITIVE_INFINITY });
    return 200;
  }

  patch(key: ModelKey, { rotationEndsAt, ...fields }: ModelPatch): number {
    if (!this.isThere(key)) return 404;
    const retiring = this.retiringOf(key);
    if (rotationEndsAt !== undefined && rotationEndsAt > (retiring?.retiresAt ?? 0)) return 400;
    if (fields.name !== undefined && this.#isTaken(fields.name, key)) return 409;
    Object.assign(key, fields);
    if (retiring !== undefined && rotationEndsAt !== undefined) retiring.retiresAt = rotationEndsAt;
    return 200;
  }

  delete(key: ModelKey): number {
    if (!this.isThere(key)) return 404;
    key.isDeleted = true;
    return 204;
  }

  secretsOf(key: ModelKey): ModelSecret[] {
    return this.secrets.filter((secret) => secret.key === key);
  }

  /** The former secret that still works beside the current one. */
  retiringOf(key: ModelKey): ModelSecret | undefined {
    return this.secretsOf(key).find(
      ({ retiresAt }) => retiresAt > this.now && retiresAt !== Number.POSITIVE_INFINITY,
    );
  }

  #isTaken(name: string, by?: ModelKey): boolean {
    const folded = name.toLowerCase();
    return this.keys.some((key) => key !== by && this.isThere(key) && key.name.toLowerCase() === folded);
  }
}
