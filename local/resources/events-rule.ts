import * as z from 'zod';
import { arnOf } from '../aws.ts';
import { inBackground } from '../background.ts';
import { periodOf } from '../events/rate.ts';
import { ScheduledRule } from '../events/scheduled-rule.ts';
import { orUnsupported } from '../template/unsupported-error.ts';
import { useFunction } from './lambda.ts';
import { readProperties, withoutEffect } from './properties.ts';
import { generatedName, type ResourceHandler } from './resource-handler.ts';

const delivery = withoutEffect('the laptop always reaches its functions, whose own retries hold');

const target = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  /** In JSON. */
  Input: z.string().optional(),
  DeadLetterConfig: delivery,
  RetryPolicy: delivery,
  RoleArn: withoutEffect('the laptop checks no IAM permissions'),
});

const properties = z.strictObject({
  ScheduleExpression: z.string('rules that wait for events are not supported'),
  Targets: z.array(target).default([]),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  EventBusName: z.literal('default', 'schedules are on the default bus only').optional(),
  Name: z.string().optional(),
  Description: withoutEffect('it is for readers'),
  RoleArn: withoutEffect('the laptop checks no IAM permissions'),
  Tags: withoutEffect('for cost reports'),
});

/** `AWS::Events::Rule` with a rate, and functions as its targets. */
export const eventsRule: ResourceHandler<'asyncQueue' | 'background' | 'clock' | 'functions'> = async (
  resource,
  { asyncQueue, background, clock, functions },
) => {
  const given = readProperties(properties, resource);
  const name = given.Name ?? generatedName(resource, 64);
  const arn = arnOf('events', `rule/${name}`);
  const periodMs = orUnsupported(resource, () => periodOf(given.ScheduleExpression));
  const targets = given.Targets.map(({ Arn: functionArn, Input }) => {
    useFunction(resource, functions, functionArn);
    const input: unknown = Input === undefined ? undefined : orUnsupported(resource, () => JSON.parse(Input));
    return { functionArn, input };
  });
  if (given.State === 'ENABLED') {
    const rule = { name, arn, periodMs, targets };
    background.push(inBackground((signal) => new ScheduledRule(rule, asyncQueue, clock, signal).run()));
  }
  return { ref: name, attributes: { Arn: arn } };
};
