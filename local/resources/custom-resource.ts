import * as z from 'zod';
import { withTextScalars } from '../custom-resources/resource-request.ts';
import { asError, StartError } from '../errors.ts';
import { UnsupportedError } from '../template/unsupported-error.ts';
import { integer, readProperties } from './properties.ts';
import type { ResourceHandler } from './resource-handler.ts';

const properties = z.looseObject({
  ServiceToken: z.string(),
  ServiceTimeout: integer.min(1).max(3_600).optional(),
});

/** `Custom::…` and `AWS::CloudFormation::CustomResource`, for which a function of the templates answers. */
export const customResource: ResourceHandler<'customResources'> = async (resource, { customResources }) => {
  const { stackName, logicalId, type, retainsOnDelete, retainsOnReplace } = resource;
  const { ServiceToken } = readProperties(properties, resource);
  const sent = Object.entries(resource.properties).map(([name, value]) => [name, withTextScalars(value)]);
  const definition = {
    stackName,
    logicalId,
    type,
    properties: { ...Object.fromEntries(sent), ServiceToken },
    retainsOnDelete,
    retainsOnReplace,
  };
  try {
    const { physicalId, data } = await customResources.deploy(definition);
    return { ref: physicalId, attributes: data };
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new UnsupportedError(resource, asError(error).message);
  }
};
