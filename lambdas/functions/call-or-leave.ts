import type { SendingRequest } from '../contract/sending.ts';
import { describeError, logError } from '../log.ts';

/** Has deliveries sent that are stored; where the sender cannot be called, the clock comes to them. */
export async function callOrLeave(
  callSender: (request: SendingRequest) => Promise<void>,
  request: SendingRequest,
): Promise<void> {
  try {
    await callSender(request);
  } catch (error) {
    const { endpointId } = request;
    logError('The sender was not called; the clock will', { endpointId, error: describeError(error) });
  }
}
