/** What a member of a record is, and shall be. */
export type Changes = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

/** The members of `wanted` that `current` has otherwise. Where the order of a list means nothing, it makes no difference. */
export function differenceOf(
  current: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): Changes {
  return Object.fromEntries(
    Object.entries(wanted)
      .filter(([name, value]) => canonical(current[name]) !== canonical(value))
      .map(([name, value]) => [name, { from: current[name] ?? null, to: value }]),
  );
}

/** A text that is the same for what means the same: lists are sets here, and a route costs 1 and needs nothing unsaid. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(canonical))].toSorted().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  const isRoute = 'method' in value && 'path' in value;
  const members = Object.entries(value)
    .filter(([name, item]) => !(isRoute && isUnsaid(name, item)))
    .map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`);
  return `{${members.toSorted().join()}}`;
}

const isUnsaid = (name: string, item: unknown) =>
  (name === 'cost' && item === 1) || (name === 'scopes' && Array.isArray(item) && item.length === 0);
