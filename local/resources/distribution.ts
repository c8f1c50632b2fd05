import * as z from 'zod';
import { readProperties, withoutEffect } from './properties.ts';
import { generatedName, type ResourceHandler } from './resource-handler.ts';

const properties = z.strictObject({
  DistributionConfig: withoutEffect('the laptop server has a page of its own at /'),
  Tags: withoutEffect('for cost reports'),
});

/**
 * `AWS::CloudFront::Distribution`, with the laptop server's own host as its name. Templates make `https://` URLs of it;
 * `template/plain-urls.ts` turns those into the server's.
 */
export const distribution: ResourceHandler<'url'> = async (resource, { url }) => {
  readProperties(properties, resource);
  const id = generatedName(resource, 64);
  return { ref: id, attributes: { DomainName: new URL(url).host, Id: id } };
};
