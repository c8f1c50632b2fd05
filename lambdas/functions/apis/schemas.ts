import * as z from 'zod';
import { enforcements, routeMethods, unauthenticatedStatuses } from '../../contract/protected-api.ts';
import type { DeploymentSettings } from '../../contract/settings.ts';
import { checkRoutes } from '../../domain/apis/check-routes.ts';
import { listOf, named, optional, query } from '../schemas/bodies.ts';
import { descriptionField, labelField, timestampField } from '../schemas/fields.ts';
import { actionField, checkTarget } from '../schemas/needs.ts';
import { pageFields } from '../schemas/paging.ts';
import { scopesField } from '../schemas/permissions.ts';

const maxRoutes = 500;
/** As many calls a minute as a tier can have. */
const maxCost = 60_000;

type Catalogue = Pick<DeploymentSettings, 'scopes'>;

export const apiNameField = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, { error: 'Must be 1 to 64 characters of a–z 0–9 -' });

const gatewayField = z
  .strictObject({
    accountId: z.string().regex(/^\d{12}$/, { error: 'Must be the 12 digits of an AWS account' }),
    apiId: z.string().regex(/^[a-z0-9-]{1,64}$/, { error: 'Must be the id of an API' }),
    stage: z.string().regex(/^(\$default|[A-Za-z0-9_-]{1,128})$/, { error: 'Must be the name of a stage' }),
  })
  .describe(
    'The stage that is protected, of this account or one of `protectedAccounts`; it belongs to one API',
  );

const enforcementField = z
  .enum(enforcements)
  .describe(
    '`deny`, the default: the gateway answers every refusal. `middleware`: the backend answers those of callers who are ' +
      'authenticated. `observe`: everything is let through, and usage tells the verdict',
  );
const peopleField = z.boolean().describe('Whether access tokens of people pass; by default keys alone do');
const unauthenticatedField = z
  .enum(unauthenticatedStatuses)
  .describe('How who is not authenticated is answered: with 403 and the code, or with a static 401');

/** A name, or `{parameter}` for what stands in the path. */
const filledField = labelField.describe('A name, or `{parameter}` of the path');

const routeFields = (scopes: z.ZodType<string[]>) => ({
  method: z.enum(routeMethods),
  path: z
    .string()
    .max(1_024)
    .describe('A resource path of API Gateway, such as /orders/{id} or /files/{proxy+}'),
  ...optional({
    scopes,
    project: filledField,
    module: filledField,
    environment: filledField,
    action: actionField,
    cost: z.int().min(1).max(maxCost).describe('Calls that one counts for; default 1'),
  }),
});

const routesField = ({ scopes }: Catalogue) =>
  z
    .array(
      z
        .strictObject(routeFields(scopesField(scopes)))
        .superRefine(checkTarget)
        .describe('What calls to a route need; nothing but a valid key by default'),
    )
    .max(maxRoutes, { error: `Must be ${maxRoutes} routes at most` })
    .superRefine((routes, context) => {
      for (const { field, message } of checkRoutes(routes)) {
        const path =
          field === '' ? [] : field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
        context.addIssue({ code: 'custom', path, message, input: routes });
      }
    });

const definitionFields = (settings: Catalogue) => ({
  ...optional({
    description: descriptionField,
    enforcement: enforcementField,
    people: peopleField,
    unauthenticated: unauthenticatedField,
  }),
  gateway: gatewayField,
  routes: routesField(settings),
});

export const newApi = (settings: Catalogue) =>
  named('NewProtectedApi', 'A stage, and what each of its routes requires', {
    name: apiNameField,
    ...definitionFields(settings),
  });

export const apiDefinition = (settings: Catalogue) =>
  named(
    'ProtectedApiDefinition',
    'What the API is from now on: a field that is left out is as by default',
    definitionFields(settings),
  );

export const apisQuery = query(pageFields);

export const protectedApi = named('ProtectedApi', 'An API that answers to the keys of this deployment', {
  name: z.string(),
  description: z.string(),
  enforcement: enforcementField,
  people: peopleField,
  unauthenticated: unauthenticatedField,
  gateway: gatewayField,
  routes: z.array(named('ProtectedRoute', 'What calls to a route need', routeFields(z.array(z.string())))),
  routesHash: z
    .string()
    .describe(
      'SHA-256 of the routes as canonical JSON (RFC 8785). A deployment whose stage variable `latchkey` has it is judged ' +
        'by these routes, also while the next ones are rolled out',
    ),
  managedBy: z
    .string()
    .nullable()
    .describe(
      'The stack resource that manages the registration; then only administrators can change it here',
    ),
  createdAt: timestampField,
  updatedAt: timestampField,
});
export const protectedApiList = listOf('ProtectedApiList', protectedApi);
