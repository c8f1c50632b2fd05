import fc from 'fast-check';
import {
  type EndpointHealth,
  healthAfter,
  healthy,
  isFailingNoticeDue,
  isHeldBack,
  isToBeDisabled,
} from '../../../lambdas/domain/webhooks/endpoint-health.ts';
import { dayMs } from '../../../lambdas/domain/time.ts';
import { noon } from '../../support/memory-ports.ts';

/** The state after attempts that ended so many days after noon; a day below zero stands for one that was taken. */
const after = (...days: number[]): EndpointHealth =>
  days.reduce((health, day) => healthAfter(health, day < 0, noon + Math.abs(day) * dayMs), healthy);

test('an endpoint is held back after two failures, until it takes a message', () => {
  expect([after(), after(0), after(0, 1), after(0, 1, -2), after(0, -1, 2)].map(isHeldBack)).toEqual([
    false,
    false,
    true,
    false,
    false,
  ]);
});

test('it is disabled after five days of failures only', () => {
  expect(isToBeDisabled(after(0, 1, 5), noon + 5 * dayMs)).toBe(true);
  expect(isToBeDisabled(after(0, 1, 4.999), noon + 4.999 * dayMs)).toBe(false);
  expect(isToBeDisabled(after(0, 1, -2, 3, 5), noon + 5 * dayMs)).toBe(false);
  expect(isToBeDisabled(after(0, 1, -2, 3, 8), noon + 8 * dayMs)).toBe(true);
  expect(isToBeDisabled(healthy, noon + 100 * dayMs)).toBe(false);
});

test('its owner is told after a day of failures, once', () => {
  const failing = after(0, 1);
  expect(isFailingNoticeDue(after(0), null, noon + dayMs - 1)).toBe(false);
  expect(isFailingNoticeDue(failing, null, noon + dayMs)).toBe(true);
  const still = healthAfter(failing, false, noon + 2 * dayMs);
  expect(isFailingNoticeDue(still, failing.failingSince, noon + 2 * dayMs)).toBe(false);
  const again = healthAfter(healthAfter(still, true, noon + 3 * dayMs), false, noon + 3 * dayMs);
  expect(isFailingNoticeDue(again, failing.failingSince, noon + 4 * dayMs)).toBe(true);
});

test('it is disabled by nothing but failures from before five days to now, and all such are told of first', () => {
  const attempts = fc.array(fc.record({ afterMs: fc.nat(2 * dayMs), isTaken: fc.boolean() }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(attempts, (all) => {
      let [health, now] = [healthy, noon];
      let failures: number[] = [];
      for (const { afterMs, isTaken } of all) {
        now += afterMs;
        health = healthAfter(health, isTaken, now);
        failures = isTaken ? [] : [...failures, now];
        const span = now - (failures[0] ?? now);
        expect(isToBeDisabled(health, now)).toBe(span >= 5 * dayMs);
        expect(isFailingNoticeDue(health, null, now)).toBe(span >= dayMs);
        expect(isHeldBack(health)).toBe(failures.length > 1);
      }
    }),
  );
});
