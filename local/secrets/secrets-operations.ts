import * as z from 'zod';
import { ServiceError } from '../http/json-service.ts';
import { currentStage, type Secret, type Secrets, type SecretVersion } from './secrets.ts';

const stage = z.string().min(1).max(256);
const maxValueBytes = 65_536;

const getRequest = z.object({
  SecretId: z.string().min(1).max(2_048),
  VersionId: z.string().min(32).max(64).optional(),
  VersionStage: stage.optional(),
});

const putRequest = z.object({
  SecretId: z.string().min(1).max(2_048),
  ClientRequestToken: z.string().min(32).max(64),
  SecretString: z.string().refine((text) => Buffer.byteLength(text) <= maxValueBytes, 'is too long'),
  VersionStages: z.array(stage).min(1).max(20).default([currentStage]),
});

/**
 * `GetSecretValue` and `PutSecretValue`, with the errors of the API reference. The reference has no texts: they are as met
 * with Secrets Manager (LocalStack's tests of parity quote them).
 */
export function secretsOperations(secrets: Secrets): Record<string, (input: unknown) => Promise<object>> {
  return {
    async GetSecretValue(input) {
      const { SecretId, VersionId, VersionStage } = parse(getRequest, input);
      const secret = (await secrets.find(SecretId)) ?? notFound();
      const version = chosen(secret, VersionId, VersionStage);
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        SecretString: version.value,
        VersionStages: version.stages,
        CreatedDate: version.createdAtMs / 1_000,
      };
    },

    async PutSecretValue(input) {
      const {
        SecretId,
        ClientRequestToken: id,
        SecretString: value,
        VersionStages,
      } = parse(putRequest, input);
      const { secret, version } =
        (await secrets.addVersion(SecretId, { id, value, stages: VersionStages })) ?? notFound();
      if (version.value !== value) {
        throw new ServiceError(
          'ResourceExistsException',
          `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
        );
      }
      return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: version.stages };
    },
  };
}

/** The version of an id, which must have the stage if one is given too; else that of the stage. */
function chosen({ versions }: Secret, id: string | undefined, stage: string | undefined): SecretVersion {
  const label = stage ?? currentStage;
  const found = versions.find((each) => (id === undefined ? each.stages.includes(label) : each.id === id));
  if (found === undefined) {
    const what = id === undefined ? `staging label: ${label}` : `VersionId: ${id}`;
    throw new ServiceError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${what}`,
    );
  }
  if (stage !== undefined && !found.stages.includes(stage)) {
    throw new ServiceError(
      'InvalidRequestException',
      'You provided a VersionStage that is not associated to the provided VersionId.',
    );
  }
  return found;
}

function notFound(): never {
  throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

/** The message names fields and never what stood in them. */
function parse<T>(shape: z.ZodType<T>, input: unknown): T {
  const result = shape.safeParse(input);
  if (result.success) return result.data;
  const fields = result.error.issues.map(({ path }) => path.join('.'));
  throw new ServiceError('InvalidParameterException', `not valid: ${fields.join(', ')}`);
}
