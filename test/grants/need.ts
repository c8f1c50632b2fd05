/** An action of IAM on a resource, and the partition keys that it is about, by their beginnings; null for any. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  readonly partitions: ReadonlySet<string> | null;
}

export const nameOf = ({ action, resource }: Pick<Need, 'action' | 'resource'>): string =>
  `${action} ${resource}`;

/** Collects needs, those of the same action and resource as one. */
export class Needs {
  readonly #needs = new Map<string, Need>();

  /** @param partition null for an action that is about no items of a table */
  add(action: string, resource: string, partition: string | null): void {
    const name = nameOf({ action, resource });
    const before = this.#needs.get(name)?.partitions ?? null;
    const partitions = partition === null ? before : new Set([...(before ?? []), partition]);
    this.#needs.set(name, { action, resource, partitions });
  }

  get all(): ReadonlyMap<string, Need> {
    return this.#needs;
  }
}
