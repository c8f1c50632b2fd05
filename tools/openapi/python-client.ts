/**
 * `npm run client:python-types`: writes what the Python client takes from the API into
 * `clients/python/src/latchkey/generated`: the types of the OpenAPI document, a method per operation, an error class per
 * code, which calls take an Idempotency-Key, and what verdicts are answered with.
 *
 * With `--check` nothing is written; exit code 1 where a file is not what would be.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { titles } from '../../lambdas/contract/codes.ts';
import { refusals } from '../../lambdas/contract/verdicts.ts';
import { errorName, problemCodes, replayableCalls } from './client-document.ts';
import { writeOrCheck } from './generated-files.ts';
import { quoted } from './python-text.ts';
import { resourcesModule } from './python-resources.ts';
import { typesModule } from './python-types.ts';

const root = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const folder = join(root, 'clients/python/src/latchkey/generated');
const notice = '# Written by `npm run client:python-types` from the API of this repository.\n';

function errorClasses(): string {
  const classes = problemCodes.map(
    (code) => `class ${errorName(code)}(ProblemError):\n    """\`${code}\`."""\n`,
  );
  const entries = problemCodes.map((code) => `    ${quoted(code)}: ${errorName(code)},`);
  const names = problemCodes.map((code) => `    ${quoted(errorName(code))},`);
  return `"""An error for each code."""
from __future__ import annotations

from typing import Dict, Type

from .._errors import ProblemError


${classes.join('\n\n')}

problem_errors: Dict[str, Type[ProblemError]] = {
${entries.join('\n')}
}

__all__ = [
${names.join('\n')}
]
`;
}

function contract(): string {
  const lines = (of: object, text: (value: never) => string) =>
    Object.entries(of).map(
      ([name, value]) => `    ${/^\d+$/.test(name) ? name : quoted(name)}: ${text(value as never)},`,
    );
  const refusal = ({ status, detail }: { status: number; detail: string }) =>
    `(${status}, ${quoted(detail)})`;
  return `"""Facts of the API."""
from __future__ import annotations

from typing import Dict, FrozenSet, Tuple

version = ${quoted(version)}

# Calls that take an Idempotency-Key.
replayable: FrozenSet[str] = frozenset({
${replayableCalls.map((call) => `    ${quoted(call)},`).join('\n')}
})

titles: Dict[int, str] = {
${lines(titles, quoted).join('\n')}
}

# Status and detail of what a verdict refuses with.
refusals: Dict[str, Tuple[int, str]] = {
${lines(refusals, refusal).join('\n')}
}
`;
}

const files = {
  '__init__.py': '',
  'contract.py': contract(),
  'errors.py': errorClasses(),
  'resources.py': resourcesModule(),
  'types.py': typesModule(),
};
const texts = Object.entries(files).map(([name, content]) => [name, notice + content] as const);
writeOrCheck(folder, Object.fromEntries(texts), 'client:python-types');
