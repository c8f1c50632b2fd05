import * as z from 'zod';
import { readProperties, withoutEffect } from './properties.ts';
import { generatedName, type ResourceHandler } from './resource-handler.ts';

const properties = z.strictObject({
  DistributionConfig: withoutEffect('what it would serve, the laptop server serves at /'),
  Tags: withoutEffect('for cost reports'),
});

/**
 * `AWS::CloudFront::Distribution`: in its place stands the laptop server itself. Templates build `https://` URLs
 * of its name; those that lead anywhere on a laptop are mended where they are used.
 */
export const distribution: ResourceHandler<'url'> = async (resource, { url }) => {
  readProperties(properties, resource);
  const id = generatedName(resource, 64);
  return { ref: id, attributes: { DomainName: new URL(url).host, Id: id } };
};
