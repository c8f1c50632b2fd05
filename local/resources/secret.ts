import * as z from 'zod';
import { parseObject } from '../json.ts';
import { randomPassword } from '../secrets/random-password.ts';
import { orUnsupported, UnsupportedError } from '../template/unsupported-error.ts';
import { flag, integer, readProperties, withoutEffect } from './properties.ts';
import { generatedName, type ResourceHandler } from './resource-handler.ts';

const generate = z.strictObject({
  ExcludeCharacters: z.string().default(''),
  ExcludeLowercase: flag.default(false),
  ExcludeNumbers: flag.default(false),
  ExcludePunctuation: flag.default(false),
  ExcludeUppercase: flag.default(false),
  GenerateStringKey: z.string().optional(),
  IncludeSpace: flag.default(false),
  PasswordLength: integer.min(1).max(4_096).default(32),
  RequireEachIncludedType: flag.default(true),
  SecretStringTemplate: z.string().optional(),
});

const properties = z.strictObject({
  Name: z
    .string()
    .regex(/^[\w/+=.@-]{1,512}$/)
    .optional(),
  GenerateSecretString: generate.optional(),
  SecretString: z.string().optional(),
  Description: withoutEffect('it is for readers'),
  KmsKeyId: withoutEffect('nothing is encrypted on a laptop'),
  Tags: withoutEffect('for cost reports'),
});

/** `AWS::SecretsManager::Secret`. Its value is made once, and stays over restarts. */
export const secret: ResourceHandler<'secrets'> = async (resource, { secrets }) => {
  const given = readProperties(properties, resource);
  const { GenerateSecretString: rules, SecretString: text } = given;
  if ((rules === undefined) === (text === undefined)) {
    throw new UnsupportedError(resource, 'needs one of GenerateSecretString and SecretString');
  }
  const name = given.Name ?? generatedName(resource, 505);
  const { arn } = await secrets.ensure(name, () =>
    rules === undefined ? (text ?? '') : orUnsupported(resource, () => generated(rules)),
  );
  return { ref: arn, attributes: { Id: arn } };
};

/** A password, or the template with the password as one more member. */
function generated(rules: z.infer<typeof generate>): string {
  const password = randomPassword({
    length: rules.PasswordLength,
    excludedCharacters: rules.ExcludeCharacters,
    hasLowercase: !rules.ExcludeLowercase,
    hasUppercase: !rules.ExcludeUppercase,
    hasNumbers: !rules.ExcludeNumbers,
    hasPunctuation: !rules.ExcludePunctuation,
    hasSpace: rules.IncludeSpace,
    hasEachKind: rules.RequireEachIncludedType,
  });
  const { GenerateStringKey: key, SecretStringTemplate: template } = rules;
  if (key === undefined && template === undefined) return password;
  const members = parseObject(template ?? '');
  if (key === undefined || members === null) {
    throw new Error('GenerateStringKey and SecretStringTemplate, an object in JSON, go together');
  }
  return JSON.stringify({ ...members, [key]: password });
}
