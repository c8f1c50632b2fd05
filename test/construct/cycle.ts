import type { Template } from '../stack/synthesized.ts';

/** Resources that lead back to the first of them; null where there are none. */
export function cycleIn({ Resources }: Template): readonly string[] | null {
  const needed = (id: string): string[] => {
    const { Properties, DependsOn = [] } = Resources[id]!;
    const text = JSON.stringify(Properties ?? {});
    const named = [...text.matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g)].map(([, name = '']) => name);
    return [...named, ...[DependsOn].flat()].filter((name) => name in Resources);
  };
  const finished = new Set<string>();
  const visit = (id: string, way: readonly string[]): readonly string[] | null => {
    if (way.includes(id)) return [...way.slice(way.indexOf(id)), id];
    if (finished.has(id)) return null;
    for (const next of needed(id)) {
      const cycle = visit(next, [...way, id]);
      if (cycle !== null) return cycle;
    }
    finished.add(id);
    return null;
  };
  for (const id of Object.keys(Resources)) {
    const cycle = visit(id, []);
    if (cycle !== null) return cycle;
  }
  return null;
}
