import { EscalationBench } from '../e2e/escalation-bench.ts';

/** The server that all attempts of a test file are made on. */
export let bench: EscalationBench;

beforeAll(async () => {
  bench = await EscalationBench.start();
}, 60_000);

/** What was said to the server and must not stand in anything that it wrote; keys need not be named. */
export const planted: string[] = [];

/** All that the server has written is searched, once it has ended. */
afterAll(() => bench?.stop(planted));
