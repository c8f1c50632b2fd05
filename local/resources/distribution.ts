import * as z from 'zod';
import type { Distribution } from '../cloudfront/distribution.ts';
import { EdgeFunction } from '../cloudfront/edge-function.ts';
import { withOwnHosts } from '../cloudfront/own-hosts.ts';
import { UnsupportedError } from '../template/unsupported-error.ts';
import { flag, integer, readProperties, withoutEffect } from './properties.ts';
import { generatedName, type ResourceHandler } from './resource-handler.ts';

const network = withoutEffect('the laptop answers at its own address, over plain HTTP');

const distributionProperties = z.strictObject({
  DistributionConfig: z.strictObject({
    Aliases: network,
    Comment: withoutEffect('for people'),
    CustomErrorResponses: z
      .array(
        z.strictObject({
          ErrorCode: integer,
          ResponseCode: integer,
          ResponsePagePath: z.string(),
          ErrorCachingMinTTL: withoutEffect('nothing is cached on a laptop'),
        }),
      )
      .default([]),
    DefaultCacheBehavior: z.strictObject({
      CachePolicyId: withoutEffect('nothing is cached on a laptop'),
      Compress: withoutEffect('nothing is compressed on a laptop'),
      FunctionAssociations: z
        .array(z.strictObject({ EventType: z.literal('viewer-request'), FunctionARN: z.string() }))
        .max(1)
        .default([]),
      ResponseHeadersPolicyId: z.string().optional(),
      TargetOriginId: z.string(),
      ViewerProtocolPolicy: network,
    }),
    DefaultRootObject: z.string().default(''),
    Enabled: flag,
    HttpVersion: network,
    IPV6Enabled: network,
    Origins: z.array(
      z.strictObject({
        DomainName: z.string(),
        Id: z.string(),
        OriginAccessControlId: withoutEffect('nobody else reaches the folder'),
        S3OriginConfig: withoutEffect('it names nobody'),
      }),
    ),
    PriceClass: network,
    ViewerCertificate: network,
  }),
  Tags: withoutEffect('for cost reports'),
});

/**
 * `AWS::CloudFront::Distribution`: one with a bucket as its origin, served at the laptop server's own host. Templates make
 * `https://` URLs of its name; `template/plain-urls.ts` turns those into the server's.
 */
export const distribution: ResourceHandler<
  'url' | 'buckets' | 'distributions' | 'edgeFunctions' | 'responseHeaders'
> = async (resource, { url, buckets, distributions, edgeFunctions, responseHeaders }) => {
  const { DistributionConfig: given } = readProperties(distributionProperties, resource);
  const { FunctionAssociations: functions, ResponseHeadersPolicyId: policy = '' } =
    given.DefaultCacheBehavior;
  const origin = given.Origins.find(({ Id }) => Id === given.DefaultCacheBehavior.TargetOriginId);
  const bucket = buckets.get(origin?.DomainName.split('.s3.')[0] ?? '');
  if (bucket === null) throw new UnsupportedError(resource, 'its origin is not a bucket of the templates');
  const served: Distribution = {
    bucket,
    rootObject: given.DefaultRootObject,
    viewerRequest: edgeFunctions.get(functions[0]?.FunctionARN ?? '') ?? null,
    headers: responseHeaders.get(policy) ?? [],
    errorResponses: new Map(
      given.CustomErrorResponses.map(({ ErrorCode, ResponseCode, ResponsePagePath }) => [
        ErrorCode,
        { status: ResponseCode, path: ResponsePagePath },
      ]),
    ),
  };
  distributions.push(served);
  const id = generatedName(resource, 64);
  return { ref: id, attributes: { DomainName: new URL(url).host, Id: id } };
};

const functionProperties = z.strictObject({
  AutoPublish: flag.optional(),
  FunctionCode: z.string(),
  FunctionConfig: z.strictObject({
    Comment: withoutEffect('for people'),
    Runtime: z.literal('cloudfront-js-2.0', 'only cloudfront-js-2.0 is supported'),
  }),
  Name: z.string(),
});

/** `AWS::CloudFront::Function`, for the requests of viewers. */
export const edgeFunction: ResourceHandler<'edgeFunctions'> = async (resource, { edgeFunctions }) => {
  const { FunctionCode, Name } = readProperties(functionProperties, resource);
  const arn = `arn:aws:cloudfront::000000000000:function/${Name}`;
  edgeFunctions.set(arn, new EdgeFunction(FunctionCode));
  return { ref: arn, attributes: { FunctionARN: arn } };
};

const override = { Override: flag };

const policyProperties = z.strictObject({
  ResponseHeadersPolicyConfig: z.strictObject({
    Name: z.string(),
    Comment: withoutEffect('for people'),
    SecurityHeadersConfig: z
      .strictObject({
        ContentSecurityPolicy: z.strictObject({ ContentSecurityPolicy: z.string(), ...override }).optional(),
        ContentTypeOptions: z.strictObject(override).optional(),
        FrameOptions: z.strictObject({ FrameOption: z.string(), ...override }).optional(),
        ReferrerPolicy: z.strictObject({ ReferrerPolicy: z.string(), ...override }).optional(),
        StrictTransportSecurity: z
          .strictObject({
            AccessControlMaxAgeSec: integer,
            IncludeSubdomains: flag.default(false),
            ...override,
          })
          .optional(),
      })
      .default({}),
  }),
});

/** `AWS::CloudFront::ResponseHeadersPolicy`, of security headers. */
export const responseHeadersPolicy: ResourceHandler<'url' | 'responseHeaders'> = async (
  resource,
  { url, responseHeaders },
) => {
  const { ResponseHeadersPolicyConfig: config } = readProperties(policyProperties, resource);
  const given = config.SecurityHeadersConfig;
  const policy = given.ContentSecurityPolicy?.ContentSecurityPolicy;
  const { AccessControlMaxAgeSec: age, IncludeSubdomains: isWide } = given.StrictTransportSecurity ?? {};
  const values = {
    'Content-Security-Policy': policy === undefined ? undefined : withOwnHosts(policy, url),
    'X-Content-Type-Options': given.ContentTypeOptions && 'nosniff',
    'X-Frame-Options': given.FrameOptions?.FrameOption,
    'Referrer-Policy': given.ReferrerPolicy?.ReferrerPolicy,
    'Strict-Transport-Security':
      age === undefined ? undefined : `max-age=${age}${isWide === true ? '; includeSubDomains' : ''}`,
  };
  const id = generatedName(resource, 64);
  responseHeaders.set(
    id,
    Object.entries(values).filter((header): header is [string, string] => header[1] !== undefined),
  );
  return { ref: id, attributes: { Id: id } };
};
