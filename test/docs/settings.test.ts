import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(repository, path), 'utf8');

test('docs/deploying.md tells what each setting of cdk.json means', () => {
  const rows = read('docs/deploying.md').match(/^\| `.*$/gm) ?? [];
  const told = rows.flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  );
  expect(told.toSorted()).toEqual(Object.keys(JSON.parse(read('cdk.json')).context.latchkey).toSorted());
});
