import * as z from 'zod';
import type { ProblemCode } from '../../contract/codes.ts';
import type { OperationId } from '../../contract/routes.ts';
import type { DeploymentSettings } from '../../contract/settings.ts';
import { apiKeySchemas } from '../api-keys/schemas.ts';
import { auditEvent, auditQuery, health, principal } from '../reads/schemas.ts';

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
}

const changing = ['NOT_FOUND', 'CONFLICT', 'PRECONDITION_FAILED'] as const;
const reading = ['TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const;

export function describeOperations(settings: DeploymentSettings): Record<OperationId, OperationText> {
  const { createBody, patchBody, listQuery, record } = apiKeySchemas(settings);
  const minted = record.extend({
    key: z.string().meta({ description: 'The secret, shown this once and never stored' }),
  });
  return {
    createApiKey: {
      summary: 'Mint an API key',
      body: createBody,
      success: { status: 201, body: minted },
      problems: ['USER_UNKNOWN', 'USER_DISABLED', 'USER_HAS_NO_ROLES', 'NAME_TAKEN', 'CONFLICT', ...reading],
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
