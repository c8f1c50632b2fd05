import * as z from 'zod';
import type { ProblemCode } from '../../contract/codes.ts';
import type { OperationId } from '../../contract/routes.ts';
import type { DeploymentSettings } from '../../contract/settings.ts';
import { apiKeySchemas } from '../api-keys/schemas.ts';
import { directorySchemas } from '../directory/schemas.ts';
import {
  auditEvent,
  auditQuery,
  health,
  principal,
  usageEntry,
  usageQuery,
  usageSummary,
  usageSummaryQuery,
} from '../reads/schemas.ts';
import { explanation, testBody, verdict, verifyBody } from '../verify/schemas.ts';

/** What the document tells about an operation beyond its route. */
export interface OperationText {
  readonly summary: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly success: { readonly status: number; readonly body?: z.ZodType };
  /** Codes beside those that every operation of the same access has. */
  readonly problems: readonly ProblemCode[];
  /** Honours If-Match. */
  readonly changes?: true;
  /** Honours Idempotency-Key. */
  readonly replays?: true;
}

const changing = ['NOT_FOUND', 'CONFLICT', 'PRECONDITION_FAILED'] as const;
const reading = ['TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const;

export function describeOperations(settings: DeploymentSettings): Record<OperationId, OperationText> {
  const {
    createBody,
    createTokenBody,
    duplicateBody,
    patchBody,
    rotateBody,
    listQuery,
    record,
    revocation,
    token,
  } = apiKeySchemas(settings);
  const directory = directorySchemas(settings);
  const minted = record.extend({
    key: z
      .string()
      .nullable()
      .meta({ description: 'The secret, shown this once and never stored; null in a replay' }),
  });
  return {
    createApiKey: {
      summary: 'Mint an API key',
      body: createBody,
      success: { status: 201, body: minted },
      problems: [
        'USER_UNKNOWN',
        'USER_DISABLED',
        'USER_HAS_NO_ROLES',
        'NAME_TAKEN',
        'CONFLICT',
        'IDEMPOTENCY_CONFLICT',
        ...reading,
      ],
      replays: true,
    },
    listApiKeys: {
      summary: 'List API keys: a manager sees all, everybody else their own',
      query: listQuery,
      success: { status: 200, body: z.array(record) },
      problems: [],
    },
    getApiKey: {
      summary: 'Read an API key',
      success: { status: 200, body: record },
      problems: ['NOT_FOUND'],
    },
    updateApiKey: {
      summary: 'Change the fields given of an API key; arrays and objects are replaced whole',
      body: patchBody,
      success: { status: 200, body: record },
      problems: [...changing, 'NAME_TAKEN', ...reading],
      changes: true,
    },
    deleteApiKey: {
      summary: 'Delete an API key for good; its next call is refused',
      success: { status: 204 },
      problems: changing,
      changes: true,
    },
    pauseApiKey: {
      summary: 'Pause an API key; its next call is refused',
      success: { status: 200, body: record },
      problems: changing,
      changes: true,
    },
    resumeApiKey: {
      summary: 'Resume a paused API key',
      success: { status: 200, body: record },
      problems: changing,
      changes: true,
    },
    rotateApiKey: {
      summary: 'Give an API key a new secret; the former one works until its grace period ends',
      body: rotateBody,
      success: { status: 200, body: minted },
      problems: [...changing, 'IDEMPOTENCY_CONFLICT', ...reading],
      changes: true,
      replays: true,
    },
    duplicateApiKey: {
      summary: 'Mint an API key with the fields of another',
      body: duplicateBody,
      success: { status: 201, body: minted },
      problems: [
        ...changing,
        'USER_DISABLED',
        'USER_HAS_NO_ROLES',
        'NAME_TAKEN',
        'IDEMPOTENCY_CONFLICT',
        ...reading,
      ],
      changes: true,
      replays: true,
    },
    getApiKeyUsage: {
      summary: 'List the calls with an API key of which details are kept, newest first',
      query: usageQuery,
      success: { status: 200, body: z.array(usageEntry) },
      problems: ['NOT_FOUND'],
    },
    getApiKeyUsageSummary: {
      summary:
        'Count the calls with an API key by outcome and UTC day, the last 30 days by default; from and to are ' +
        'widened to whole UTC days and narrowed to those that are kept, and the answer shows the range it counts',
      query: usageSummaryQuery,
      success: { status: 200, body: usageSummary },
      problems: ['NOT_FOUND'],
    },
    testApiKey: {
      summary: 'Explain every check that a call with an API key would meet, without its secret',
      body: testBody,
      success: { status: 200, body: explanation },
      problems: ['NOT_FOUND', ...reading],
    },
    revokeUserKeys: {
      summary: 'Delete all API keys of a user',
      success: { status: 200, body: revocation },
      problems: ['NOT_FOUND', 'CONFLICT'],
    },
    createApiToken: {
      summary: 'Mint an API key with the request of metaVault; administrators only',
      body: createTokenBody,
      success: { status: 200, body: token },
      problems: ['USER_HAS_NO_ROLES', 'NAME_TAKEN', 'CONFLICT', ...reading],
    },
    verifyApiKey: {
      summary: 'Verify an API key that a service was sent: the same verdict as the authorizer gives',
      body: verifyBody,
      success: { status: 200, body: verdict },
      problems: reading,
    },
    listScopes: {
      summary: 'The scope catalogue',
      success: { status: 200, body: z.array(directory.scope) },
      problems: [],
    },
    listUsers: {
      summary: 'List users by userId',
      query: directory.listUsersQuery,
      success: { status: 200, body: z.array(directory.user) },
      problems: [],
    },
    createUser: {
      summary: 'Create a user; whoever assigns a role must hold what it grants',
      body: directory.createUserBody,
      success: { status: 201, body: directory.user },
      problems: ['CONFLICT', ...reading],
    },
    getUser: {
      summary: 'Read a user',
      success: { status: 200, body: directory.user },
      problems: ['NOT_FOUND'],
    },
    updateUser: {
      summary: 'Change a user; effective at once for all of their keys',
      body: directory.patchUserBody,
      success: { status: 200, body: directory.user },
      problems: [...changing, ...reading],
      changes: true,
    },
    deleteUser: {
      summary: 'Delete a user who has no keys',
      success: { status: 204 },
      problems: [...changing, 'IN_USE'],
      changes: true,
    },
    listRoles: {
      summary: 'List roles by name',
      query: directory.listRolesQuery,
      success: { status: 200, body: z.array(directory.role) },
      problems: [],
    },
    createRole: {
      summary: 'Create a role; whoever writes a role must hold what it grants',
      body: directory.createRoleBody,
      success: { status: 201, body: directory.role },
      problems: ['NAME_TAKEN', 'CONFLICT', ...reading],
    },
    getRole: {
      summary: 'Read a role',
      success: { status: 200, body: directory.role },
      problems: ['NOT_FOUND'],
    },
    replaceRole: {
      summary: 'Replace a role; effective for its holders within ten seconds',
      body: directory.replaceRoleBody,
      success: { status: 200, body: directory.role },
      problems: [...changing, ...reading],
      changes: true,
    },
    deleteRole: {
      summary: 'Delete a role that nobody holds',
      success: { status: 204 },
      problems: [...changing, 'IN_USE'],
      changes: true,
    },
    getPrincipal: {
      summary: 'Who the caller is, with effective scopes and access rights',
      success: { status: 200, body: principal },
      problems: [],
    },
    listAuditEvents: {
      summary: 'Read the audit log, newest first',
      query: auditQuery,
      success: { status: 200, body: z.array(auditEvent) },
      problems: [],
    },
    getHealth: {
      summary: 'Answers 200 once the service is up',
      success: { status: 200, body: health },
      problems: [],
    },
    getOpenApi: { summary: 'This document', success: { status: 200 }, problems: [] },
  };
}
