/** What the sender is called with: some of the deliveries to an endpoint, in the order in which they are to be sent. */
export interface SendingRequest {
  readonly endpointId: string;
  /** Their sort keys in the Outbox table. */
  readonly deliveries: readonly string[];
}

/** Deliveries in one call of the sender: some 80 bytes each of the 256 KB that an asynchronous call has always taken. */
export const maxDeliveriesPerCall = 500;
