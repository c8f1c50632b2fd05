/** Units of DynamoDB of one delivery, as the engine counts them; a test does. */
export const perDelivery = {
  handedOver: { reads: 1, writes: 2 },
  dispatched: { reads: 4, writes: 3 },
  line: { reads: 0, writes: 2 },
  attempt: { reads: 4, writes: 5 },
  failure: { writes: 2 },
} as const;
export const clockTurn = { deliveryReads: 4 } as const;
