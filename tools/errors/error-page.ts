import { codeOf, type ProblemCode, type ProblemName, problems } from '../../lambdas/contract/codes.ts';
import { problemTexts } from '../../lambdas/functions/reads/problem-texts.ts';

const introduction = `# Errors

<!-- Written by \`npm run errors\` from the codes of the API; a test holds it against them. -->

Every refusal is a problem ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)), \`application/problem+json\`:

| member                                 | is                                                                                            |
| -------------------------------------- | --------------------------------------------------------------------------------------------- |
| \`code\`                                 | one of those below. It never gets another meaning: let programs decide by it, not by texts    |
| \`status\`, \`title\`                      | the HTTP status, and what HTTP calls it                                                       |
| \`detail\`                               | the sentence for people                                                                       |
| \`type\`                                 | an address of the deployment that explains the code, as this page does: open it               |
| \`requestId\`                            | as in \`X-Request-Id\`. The operator finds the call by it, in the access log and the functions' |
| \`errors\`                               | \`[{field, message}]\`: all fields that are wrong                                               |
| \`missingScopes\`, \`missingAccessRights\` | what the caller would have needed                                                             |

In a browser \`type\` opens the page of the code in the console, without signing in; programs, and browsers where there is no console, get the same as JSON. A protected API answers with the same codes, and [not always with the same status](protect.md#what-a-refused-caller-gets).
`;

/** docs/errors.md: a section for each code of the API, in alphabetical order. */
export function errorPage(): string {
  const codes = [...new Set((Object.keys(problems) as ProblemName[]).map(codeOf))].toSorted();
  return [introduction, ...codes.map(section)].join('\n');
}

function section(code: ProblemCode): string {
  const names = (Object.keys(problems) as ProblemName[]).filter((name) => codeOf(name) === code);
  const statuses = names.map((name) => problems[name].status).toSorted((left, right) => left - right);
  const { meaning, remedy, retry } = problemTexts[code];
  return `## ${code}

**${[...new Set(statuses)].join(', ')}** · ${problems[code].detail}

**What happened.** ${meaning}

**What to do.** ${remedy}

**Try again?** ${retry}
`;
}
