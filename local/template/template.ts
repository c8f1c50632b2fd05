import * as z from 'zod';
import { accountId, arnOf, region } from '../aws.ts';

const templateResource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  Condition: z.string().optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});

const output = z.object({
  Value: z.unknown(),
  Condition: z.string().optional(),
  Export: z.object({ Name: z.unknown() }).optional(),
});

/** The parts of a CloudFormation template that the server reads. `Rules` only guard the CDK's bootstrap version. */
export const template = z.object({
  Parameters: z
    .record(z.string(), z.object({ Type: z.string(), Default: z.unknown().optional() }))
    .optional(),
  Conditions: z.record(z.string(), z.unknown()).optional(),
  Resources: z.record(z.string(), templateResource).optional(),
  Outputs: z.record(z.string(), output).optional(),
});

export type Template = z.infer<typeof template>;
export type TemplateResource = z.infer<typeof templateResource>;

/** What a resource is called once it exists: the answers to `Ref` and `Fn::GetAtt`. */
export interface PhysicalResource {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export const pseudoParameters = {
  'AWS::Region': region,
  'AWS::AccountId': accountId,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
} as const;

/** The same at every start. */
export function stackId(stackName: string): string {
  return arnOf('cloudformation', `stack/${stackName}/local`);
}
