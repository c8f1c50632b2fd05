import { setTimeout as sleep } from 'node:timers/promises';
import { describeError, logError } from '../log.ts';

/** What CloudFormation asks for (user guide, "Custom resource request objects"). */
export interface ResourceRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  /** Of what there is; absent at a Create. */
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: ResourceProperties;
  /** Those of before an Update. */
  readonly OldResourceProperties?: ResourceProperties;
}

/** CloudFormation makes strings of numbers and truth values. */
export type ResourceProperties = Readonly<Record<string, unknown>>;

/** What a custom resource does; what it throws fails the deployment, with its text as the reason. */
export type Act = (request: ResourceRequest) => Promise<void>;

const answerAttempts = 5;
/** CloudFormation takes an answer of 4,096 bytes (user guide, "Custom resource response objects"). */
const maxAnswerBytes = 4_096;

/**
 * A function behind a custom resource of CloudFormation, which waits for an answer at a presigned address (user guide,
 * "Custom resource response objects").
 *
 * @param identify the physical id of what a request asks for: another one than before makes an update a replacement,
 * after which CloudFormation has the former deleted
 */
export function customResource(
  identify: (request: ResourceRequest) => string,
  act: Act,
): (request: ResourceRequest) => Promise<void> {
  return async (request) => {
    const { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId: former } = request;
    const reason = await failureOf(act, request);
    // What has failed, or is deleted, is still what it was.
    const isChanged = reason === null && request.RequestType !== 'Delete';
    const PhysicalResourceId = isChanged ? identify(request) : (former ?? identify(request));
    const answer = { PhysicalResourceId, StackId, RequestId, LogicalResourceId };
    const text =
      reason === null ? JSON.stringify({ Status: 'SUCCESS', ...answer }) : failureText(reason, answer);
    await send(ResponseURL, text);
  };
}

/** What a request failed for; null where it did not. */
async function failureOf(act: Act, request: ResourceRequest): Promise<string | null> {
  try {
    await act(request);
    return null;
  } catch (error) {
    logError('custom resource failed', { requestType: request.RequestType, error: describeError(error) });
    return error instanceof Error ? error.message : 'Something that is no error was thrown';
  }
}

/** With as much of the reason as there is room for. */
function failureText(reason: string, answer: object): string {
  const characters = [...reason];
  for (;;) {
    const text = JSON.stringify({ Status: 'FAILED', Reason: characters.join(''), ...answer });
    const excess = Buffer.byteLength(text) - maxAnswerBytes;
    if (excess <= 0 || characters.length === 0) return text;
    // A character is six bytes of JSON at most, where it is escaped.
    characters.splice(-Math.ceil(excess / 6));
  }
}

/** Without an answer a deployment waits for an hour. The address lets its holder answer, so no error names it. */
async function send(url: string, answer: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const status = await put(url, answer);
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
