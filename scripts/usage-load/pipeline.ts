import { perCall } from '../bill/traffic.ts';
import { linesPerDelivery } from '../capacity/demand.ts';

/**
 * What carries usage lines to the recorder, as the template has it (a test compares them), and what AWS says of how
 * CloudWatch Logs makes deliveries.
 */
export const pipeline = {
  /** Template: subscription filters that call the recorder, and its reservation, which it has not. */
  subscriptionFilters: 1,
  reservedConcurrency: null,
  /**
   * A delivery has lines of one log stream (its payload names one, CloudWatch Logs user guide, "Log group-level
   * subscription filters"), and each environment of a function has a stream of its own. How many come together is not
   * promised ("Real-time processing of log data with subscriptions"); ten at most, as an AWS architect tells (G. Mao,
   * "The best way to centralize your Amazon CloudWatch Logs", 2023).
   */
  linesPerDelivery,
  /** Assumed: a line waits this long for others of its stream. */
  gatheringMs: 1000,
  /** Assumed, as for the bill: how long runs of the handler, which prints the line, and of the recorder take. */
  handlerMs: perCall.handler.seconds * 1000,
  recorderMs: perCall.recorder.seconds * 1000,
} as const;
