import { invalid } from '../../lambdas/domain/problem.ts';
import { secretShape } from '../../lambdas/domain/keys/secret-shape.ts';
import { problemBody } from '../../lambdas/gateway/problem-body.ts';

const shape = secretShape(['lk']);

test('long names of fields are cut', () => {
  const { errors, detail } = problemBody(
    invalid('x'.repeat(5_000), 'Unknown field'),
    'id',
    'https://h/api',
    shape,
  );
  expect(errors).toEqual([{ field: `${'x'.repeat(100)}…`, message: 'Unknown field' }]);
  expect(detail).toHaveLength(301);
});

test('a key in the name of a field is masked before it is cut', () => {
  const body = problemBody(
    invalid(`${'x'.repeat(80)}lk_${'Z'.repeat(49)}`, 'Unknown field'),
    'id',
    'https://h/api',
    shape,
  );
  expect(JSON.stringify(body)).not.toContain('Z');
});
