import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as environment from '../contract/environment.ts';
import { requireEnvironment } from '../contract/require-environment.ts';
import { maxDeliveriesPerCall, type SendingRequest } from '../contract/sending.ts';
import { inBatches } from '../domain/batches.ts';

/**
 * Has deliveries sent, without waiting for it.
 *
 * @throws where Lambda has not taken the call; the clock comes to the deliveries then
 */
export type CallSender = (request: SendingRequest) => Promise<void>;

export function createCallSender(client = new LambdaClient({ maxAttempts: 3 })): CallSender {
  const FunctionName = requireEnvironment(environment.senderFunction);
  return async ({ endpointId, deliveries }) => {
    for (const batch of inBatches(deliveries, maxDeliveriesPerCall)) {
      const request: SendingRequest = { endpointId, deliveries: batch };
      const Payload = JSON.stringify(request);
      await client.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
    }
  };
}
