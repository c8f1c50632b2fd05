import { all, attempts, shownAs } from './attempts.ts';
import { bench } from './bench.ts';

/** Headers that say under which condition a request is to be done. */
export function conditionalHeaders(): void {
  attempts<string>(
    'If-Match that names no version',
    [
      ['no quotes', '1', '400 INVALID'],
      ['one quote', '"1', '400 INVALID'],
      ['an empty list', ',', '400 INVALID'],
      ['a star in a list', '*, "1"', '400 INVALID'],
      ['ten thousand versions', Array(200).fill('"999"').join(', '), '400 INVALID'],
      ['a version that is not', '"999"', '412 PRECONDITION_FAILED'],
      ['a weak one', 'W/"1"', '412 PRECONDITION_FAILED'],
      ['an injection', "\"1' OR '1'='1\"", '400 INVALID'],
    ],
    async (value) => {
      const { id } = await bench.mint(bench.admin, {});
      return shownAs(await bench.admin.delete(`/api-keys/${id}`, { headers: { 'If-Match': value } }));
    },
  );
  attempts<string>(
    'Idempotency-Key of another form',
    all('400 INVALID', {
      empty: '',
      '65 characters': 'x'.repeat(65),
      'a space': 'a b',
      'a tab': 'a\tb',
      'Latin-1': 'caf\u00e9',
      'eight thousand characters': 'x'.repeat(8_000),
    }),
    async (value) =>
      shownAs(
        await bench.admin.post('/api-keys', bench.named({}), { headers: { 'Idempotency-Key': value } }),
      ),
  );
}
