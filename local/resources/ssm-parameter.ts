import * as z from 'zod';
import { arnOf } from '../aws.ts';
import { UnsupportedError } from '../template/unsupported-error.ts';
import { readProperties, withoutEffect } from './properties.ts';
import { generatedName, type ResourceHandler } from './resource-handler.ts';

const properties = z.strictObject({
  Name: z
    .string()
    .regex(/^(?:\/?[\w.-]+)+$/, 'is not the name of a parameter')
    .optional(),
  Type: z.enum(['String', 'StringList']),
  Value: z.string().min(1).max(4_096),
  AllowedPattern: z.string().optional(),
  DataType: z.literal('text', 'only text is supported').optional(),
  Description: withoutEffect('it is for readers'),
  Policies: withoutEffect('nothing expires on a laptop'),
  Tags: withoutEffect('for cost reports'),
  Tier: withoutEffect('a price class'),
});

/** `AWS::SSM::Parameter`, for the templates of this start. Functions cannot ask for it. */
export const ssmParameter: ResourceHandler<'parameters'> = async (resource, { parameters }) => {
  const given = readProperties(properties, resource);
  const name = given.Name ?? generatedName(resource, 1_011);
  if (parameters.has(name))
    throw new UnsupportedError(resource, `there is another parameter ${name} already`);
  if (given.AllowedPattern !== undefined && !new RegExp(given.AllowedPattern).test(given.Value)) {
    throw new UnsupportedError(resource, `its value does not match ${given.AllowedPattern}`);
  }
  parameters.set(name, given.Value);
  const arn = arnOf('ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`);
  return { ref: name, attributes: { Arn: arn, Type: given.Type, Value: given.Value } };
};
