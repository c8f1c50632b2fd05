/** One thing that changed: of a field that is an object, what is different in it stands alone. */
export interface ChangeLine {
  /** The field, and the members that lead to it. */
  readonly path: readonly string[];
  /** Undefined where the member was not there. */
  readonly from: unknown;
  readonly to: unknown;
}

type Changes = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

/** What has changed, field by field, down to the members of objects that differ. */
export function changeLines(changes: Changes): ChangeLine[] {
  return Object.entries(changes)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([field, { from, to }]) => differences([field], from, to));
}

function differences(path: readonly string[], from: unknown, to: unknown): ChangeLine[] {
  if (!isRecord(from) || !isRecord(to)) return [{ path, from, to }];
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const changed = names.filter((name) => JSON.stringify(from[name]) !== JSON.stringify(to[name]));
  // With nothing before or after, `{}` itself is the news: it is not the same as null.
  if (changed.length === 0 || Object.keys(from).length === 0 || Object.keys(to).length === 0) {
    return [{ path, from, to }];
  }
  return changed.flatMap((name) => differences([...path, name], from[name], to[name]));
}

/** The values of an object, each with the members that lead to it. */
export function leaves(
  value: Readonly<Record<string, unknown>>,
  path: readonly string[] = [],
): [string, unknown][] {
  return Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    const here = [...path, name];
    return isRecord(member) && Object.keys(member).length > 0
      ? leaves(member, here)
      : [[here.join(' › '), member]];
  });
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
