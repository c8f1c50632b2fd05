import { setTimeout as sleep } from 'node:timers/promises';
import { describeError, logError } from '../log.ts';

/** What CloudFormation asks for (user guide, "Custom resource request objects"). */
export interface ResourceRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
}

/** What a custom resource does; what it throws fails the deployment, with its text as the reason. */
export type Act = (request: ResourceRequest) => Promise<void>;

const answerAttempts = 5;
/** CloudFormation takes an answer of 4,096 bytes. */
const maxReasonLength = 1000;

/**
 * A function behind a custom resource of CloudFormation, which waits for an answer at a presigned address (user guide,
 * "Custom resource response objects").
 *
 * @param physicalResourceId always the same, so that no update is taken for a replacement
 */
export function customResource(
  physicalResourceId: string,
  act: Act,
): (request: ResourceRequest) => Promise<void> {
  return async (request) => {
    const { StackId, RequestId, LogicalResourceId } = request;
    const answer = { PhysicalResourceId: physicalResourceId, StackId, RequestId, LogicalResourceId };
    await send(request.ResponseURL, { ...(await outcomeOf(act, request)), ...answer });
  };
}

async function outcomeOf(act: Act, request: ResourceRequest): Promise<object> {
  try {
    await act(request);
    return { Status: 'SUCCESS' };
  } catch (error) {
    logError('custom resource failed', { requestType: request.RequestType, error: describeError(error) });
    const reason = error instanceof Error ? error.message : 'Something that is no error was thrown';
    return { Status: 'FAILED', Reason: reason.slice(0, maxReasonLength) };
  }
}

/** Without an answer a deployment waits for an hour. The address lets its holder answer, so no error names it. */
async function send(url: string, answer: object): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const status = await put(url, JSON.stringify(answer));
    if (status === 200) return;
    if (attempt === answerAttempts) throw new Error(`CloudFormation could not be answered: ${status}`);
    await sleep(attempt * 200);
  }
}

/** The status, or the kind of error. The content type is a part of what is signed: none. */
async function put(url: string, body: string): Promise<number | string> {
  try {
    const response = await fetch(url, { method: 'PUT', headers: { 'Content-Type': '' }, body });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  }
}
