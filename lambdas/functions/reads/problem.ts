import { codeOf, type ProblemName, problems } from '../../contract/codes.ts';
import { Problem } from '../../domain/problem.ts';
import { operation, success } from '../../gateway/operation.ts';
import type { ReadDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { problemTexts } from './problem-texts.ts';
import { problemExplanation } from './schemas.ts';

export const getProblem = operation(
  'getProblem',
  {
    summary: 'Explain a problem',
    description:
      'What a code means, and what to do about it. The `type` of a problem is the address of this.',
    tag: 'Service',
    success: success(200, problemExplanation),
    page: 'The same, for people: where a browser asks, and the deployment has a console',
    example: { answer: examples.problem },
  },
  async (
    { pathParameters: { code }, wantsPage },
    { settings: { consoleOrigin } }: Pick<ReadDependencies, 'settings'>,
  ) => {
    const names = (Object.keys(problems) as ProblemName[]).filter((name) => codeOf(name) === code);
    const [name] = names;
    if (name === undefined) throw new Problem('NOT_FOUND');
    if (wantsPage && consoleOrigin !== null) return { page: `${consoleOrigin}/docs/errors/${codeOf(name)}` };
    const statuses = names.map((each) => problems[each].status).toSorted((left, right) => left - right);
    return {
      body: { code: codeOf(name), title: problems[name].detail, statuses, ...problemTexts[codeOf(name)] },
    };
  },
);
