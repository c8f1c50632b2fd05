import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, type ProblemName, problems } from '../../lambdas/contract/codes.ts';
import { problemTexts } from '../../lambdas/functions/reads/problem-texts.ts';
import { errorPage } from '../../tools/errors/error-page.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8');

test('docs/errors.md tells what the API tells: `npm run errors` writes it anew', () => {
  expect(page).toBe(errorPage());
});

const codes = new Set((Object.keys(problems) as ProblemName[]).map(codeOf));

test.each([...codes])('%s has its section', (code) => {
  const section = page.split(/^## /m).find((each) => each.startsWith(`${code}\n`));
  expect(section).toContain(String(problems[code].status));
  expect(section).toContain(problemTexts[code].meaning);
  expect(section).toContain(problemTexts[code].remedy);
  expect(section).toContain(problemTexts[code].retry);
});
