import * as z from 'zod';
import type { ResourceRequest } from './resource-request.ts';

/** How a request to a custom resource ended. */
export type Outcome =
  | {
      readonly ok: true;
      readonly physicalId: string;
      /** The answers to `Fn::GetAtt`. */
      readonly data: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly reason: string };

/** CloudFormation's bound for the body of an answer, in bytes. */
const maxAnswerBytes = 4_096;
const maxPhysicalIdBytes = 1_024;

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const answer = z.object({
  Status: z.enum(['SUCCESS', 'FAILED']),
  Reason: z.string().nullish(),
  PhysicalResourceId: z.string().nullish(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  Data: z.record(z.string(), scalar).nullish(),
});

/**
 * Reads what a function has put to the response URL (CloudFormation user guide, "Custom resource response objects").
 * An answer that CloudFormation would not accept is a failure.
 */
export function readAnswer(body: string, request: ResourceRequest): Outcome {
  if (Buffer.byteLength(body) > maxAnswerBytes)
    return refused(`Response is too long, over ${maxAnswerBytes} bytes`);
  let parsed: z.infer<typeof answer>;
  try {
    parsed = answer.parse(JSON.parse(body));
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    return refused(issue === undefined ? 'it is not JSON' : `${issue.path.join('.')}: ${issue.message}`);
  }
  for (const name of ['StackId', 'RequestId', 'LogicalResourceId'] as const) {
    if (parsed[name] !== request[name]) return refused(`${name} is not the request's`);
  }
  if (parsed.Status === 'FAILED') {
    const message = parsed.Reason ?? 'See the logs of the function';
    return {
      ok: false,
      reason: `Received response status [FAILED] from custom resource. Message returned: ${message}`,
    };
  }
  const physicalId = parsed.PhysicalResourceId ?? '';
  const bytes = Buffer.byteLength(physicalId);
  if (bytes === 0 || bytes > maxPhysicalIdBytes) return refused('Invalid PhysicalResourceId');
  return { ok: true, physicalId, data: parsed.Data ?? {} };
}

/** The answer is not quoted, since its data may be secret. */
function refused(what: string): Outcome {
  return { ok: false, reason: `Invalid response from custom resource: ${what}` };
}
