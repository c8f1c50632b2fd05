import * as z from 'zod';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** A statement with conditions or `Not…` members is refused: to ignore them would allow too much. */
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore,
  Resource: oneOrMore,
});

/** The shape of the policy that an authorizer returns. */
export const policyDocument = z.strictObject({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
});

export type PolicyDocument = z.infer<typeof policyDocument>;

const invoke = 'execute-api:Invoke';

/** Whether the policy lets a method be invoked: some statement allows it and none denies it. */
export function allows(policy: PolicyDocument, methodArn: string): boolean {
  const applying = policy.Statement.filter(
    ({ Action, Resource }) =>
      Action.some((pattern) => matchesPattern(pattern.toLowerCase(), invoke.toLowerCase())) &&
      Resource.some((pattern) => matchesPattern(pattern, methodArn)),
  );
  return applying.length > 0 && applying.every(({ Effect }) => Effect === 'Allow');
}

/** `*` stands for any text, `?` for one character. */
function matchesPattern(pattern: string, text: string): boolean {
  // Without a regular expression, since one of many stars may take exponential time.
  let [p, t, starAt, resumeAt] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') {
      starAt = p++;
      resumeAt = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (starAt >= 0) {
      p = starAt + 1;
      t = ++resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
