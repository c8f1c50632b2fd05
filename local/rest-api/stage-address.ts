import type { RestApi, Stage } from './rest-api.ts';

/** The first segment of the addresses that tell APIs apart, as host names do in an account. */
export const apisSegment = '_apis';

/** What a request's path addresses. */
export interface Addressed {
  readonly api: RestApi;
  /** Null where the API has no stage of that name. */
  readonly stage: Stage | null;
  /** The path as API Gateway has it: it begins with the stage. */
  readonly path: string;
  /** What is below the stage, with one slash at the beginning. */
  readonly pathInStage: string;
}

/**
 * Finds the stage of a raw path. `/_apis/<api id>/<stage>/…` names the API. `/<stage>/…` means the first API that has
 * such a stage, in the order of the deployment, or else the first API.
 *
 * @returns null where there is no API at all
 */
export function findStage(apis: readonly RestApi[], rawPath: string): Addressed | null {
  const [, id, rest = '/'] = /^\/_apis\/([^/]*)(\/.*)?$/s.exec(rawPath) ?? [];
  const named = apis.find((api) => api.id === id);
  const path = named === undefined ? rawPath : rest;
  const [, stageName = '', below = ''] = /^\/([^/]*)\/*((?:\/.*)?)$/s.exec(path) ?? [];
  const api = named ?? holderOf(apis, stageName) ?? apis[0];
  if (api === undefined) return null;
  return { api, stage: api.stages.get(stageName) ?? null, path, pathInStage: below || '/' };
}

/** Whether a raw path is a stage's, or below one: at the server's own origin there is more than APIs. */
export function isOfStage(apis: readonly RestApi[], rawPath: string): boolean {
  const [, first = ''] = rawPath.split('/');
  return first === apisSegment || holderOf(apis, first) !== undefined;
}

/** The shortest URL of every stage, in the order of the deployment: `/<stage>`, unless that means an earlier API's. */
export function stageUrls(apis: readonly RestApi[], serverUrl: string): { api: RestApi; url: string }[] {
  return apis.flatMap((api) =>
    [...api.stages.keys()].map((stageName) => {
      const isHolder = holderOf(apis, stageName) === api;
      const path = isHolder ? stageName : `${apisSegment}/${api.id}/${stageName}`;
      return { api, url: `${serverUrl}/${path}` };
    }),
  );
}

function holderOf(apis: readonly RestApi[], stageName: string): RestApi | undefined {
  return apis.find(({ stages }) => stages.has(stageName));
}
