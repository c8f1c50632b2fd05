import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Configuration } from '../configuration/configuration.ts';
import { allow } from './grant.ts';

/** Putting events on the one bus, and sending mail from the one sender, that the configuration names. */
export function grantChannels(
  fn: LambdaFunction,
  { eventBus, email }: Pick<Configuration, 'eventBus' | 'email'>,
): void {
  const stack = Stack.of(fn);
  if (eventBus !== null) {
    const isArn = eventBus.startsWith('arn:');
    const bus = { service: 'events', resource: 'event-bus', resourceName: eventBus };
    const resources = [isArn ? eventBus : stack.formatArn(bus)];
    allow(fn, { actions: ['events:PutEvents'], resources });
  }
  if (email !== null) {
    // Either the address or its domain is what SES has verified.
    const identities = [email.from, email.from.slice(email.from.lastIndexOf('@') + 1)];
    const resources = identities.map((resourceName) =>
      Arn.format(
        { service: 'ses', resource: 'identity', resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME },
        stack,
      ),
    );
    const conditions = { StringEquals: { 'ses:FromAddress': email.from } };
    allow(fn, { actions: ['ses:SendEmail'], resources, conditions });
  }
}
