import { type Granted } from './granted.ts';
import type { Need } from './need.ts';

const partitionsOf = (need: Need | undefined) =>
  need === undefined ? '-' : need.partitions === null ? 'any' : [...need.partitions].toSorted().join(' ');

/** A function's calls beside its grants, one action a line; then what Lambda uses. */
export function reportOf(name: string, called: ReadonlyMap<string, Need>, { code, lambda }: Granted): string {
  const needs = [...new Set([...called.keys(), ...code.keys()])].toSorted();
  const lines = needs.map((need) => {
    const [made, granted] = [partitionsOf(called.get(need)), partitionsOf(code.get(need))];
    return `  ${need.padEnd(46)} ${made.padEnd(26)} ${granted}`;
  });
  const ofLambda = lambda.map((permission) => `  ${permission.padEnd(46)} (Lambda)`).toSorted();
  return [name.padEnd(48) + ' called'.padEnd(27) + ' granted', ...lines, ...ofLambda, ''].join('\n');
}
