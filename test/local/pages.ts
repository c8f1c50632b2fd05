import type { TemplateResource } from '../../local/template/template.ts';

/** What a distribution needs that gives the files of a bucket. */
export const distributionConfig = {
  DefaultCacheBehavior: { TargetOriginId: 'bucket', ViewerProtocolPolicy: 'redirect-to-https' },
  Enabled: true,
  Origins: [{ DomainName: 'pages.s3.us-east-1.amazonaws.com', Id: 'bucket', S3OriginConfig: {} }],
};

/** A bucket of pages, and a distribution before it. */
export const pageResources: Record<string, TemplateResource> = {
  Pages: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'pages' } },
  Distribution: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: { DistributionConfig: distributionConfig },
  },
};
