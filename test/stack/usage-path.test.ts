import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { permissionsOf } from './permissions.ts';
import { resource, type Synthesized, synthesized } from './synthesized.ts';

const repository = join(import.meta.dirname, '../..');
let app: Synthesized;
beforeAll(async () => {
  app = await synthesized();
}, 120_000);

/** Whatever a call with a key, or its usage line, runs through. */
const path = [
  ['AuthorizerRole', 'Authorizer'],
  ['verifyRole', 'verify'],
  ['UsageRecorderRole', 'UsageRecorder'],
] as const;
const reading = new Set(['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query']);

test.each(path)('%s cannot write to the Registry: usage must not throttle revocation', (role) => {
  const onRegistry = Object.keys(permissionsOf(app.api, role)).filter((grant) => grant.includes('Registry'));
  expect(onRegistry.filter((grant) => !reading.has(grant.split(' ')[0] ?? ''))).toEqual([]);
});

test('the recorder and the authorizer do not even know the name of the Registry', () => {
  for (const [, id] of [path[0], path[2]]) {
    const { Variables } = resource(app.api, 'AWS::Lambda::Function', id).Properties.Environment;
    expect(JSON.stringify(Variables)).not.toContain('Registry');
  }
});

/** The files that a file imports, and those that these import; types alone are none. */
function importsOf(file: string, known = new Set<string>()): Set<string> {
  if (known.has(file)) return known;
  known.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)(?! type) [^;]*? from '(\.[^']+)';/gms,
  );
  for (const [, specifier = ''] of imports) importsOf(join(dirname(file), specifier), known);
  return known;
}

const filesOf = (folder: string) =>
  [...importsOf(join(repository, 'lambdas/functions', folder, 'index.ts'))].map((file) =>
    relative(join(repository, 'lambdas'), file),
  );

test('the recorder has none of the code that the Registry is written with, and the authorizer none of any store', () => {
  expect(filesOf('api-keys')).toEqual(expect.arrayContaining(['store/keys.ts', 'store/transaction.ts']));
  const recorder = filesOf('usage-recorder');
  expect(recorder).toContain('store/last-use-noter.ts');
  for (const file of ['keys', 'transaction', 'writes', 'api-key-item', 'api-keys', 'get-item']) {
    expect(recorder).not.toContain(`store/${file}.ts`);
  }
  expect(filesOf('authorizer').filter((file) => file.startsWith('store/'))).toEqual([]);
});
