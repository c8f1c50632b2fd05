import type * as z from 'zod';
import type { ProblemName } from '../contract/codes.ts';
import {
  type OperationId,
  type OperationIdOf,
  type Route,
  type RouteFunction,
  routes,
} from '../contract/routes.ts';
import type { DeploymentSettings } from '../contract/settings.ts';
import type { ApiRequest } from './request.ts';
import type { Tag } from './tags.ts';

/** Headers that a success has beside those that follow from the definition. */
export type SuccessHeader = 'ETag' | 'Location' | 'Cache-Control';

export interface Success<Answer = unknown, Header extends SuccessHeader = SuccessHeader> {
  readonly status: 200 | 201 | 202 | 204;
  /** Null for none. */
  readonly body: z.ZodType<Answer> | null;
  readonly headers: readonly Header[];
}

/** What an operation is, to those who call it. */
export interface Definition<
  Query = unknown,
  Body = unknown,
  Answer = unknown,
  Header extends SuccessHeader = SuccessHeader,
> {
  readonly summary: string;
  /** Sentences, in Markdown. */
  readonly description: string;
  readonly tag: Tag;
  /** Default: none. One named `cursor` makes it a list, with a `Link` to the next page. */
  readonly query?: z.ZodType<Query>;
  /** Default: no body. */
  readonly body?: z.ZodType<Body>;
  /** Members of the body that may hold an API key. */
  readonly secretMembers?: readonly string[];
  readonly success: Success<Answer, Header>;
  /** Beside those that follow from the route and from the two members below; see `problemsOf`. */
  readonly problems?: readonly ProblemName[];
  /** Honours If-Match. */
  readonly changes?: true;
  /** Honours Idempotency-Key: before it does anything, it looks for its own first answer. */
  readonly replays?: true;
  /** What a browser is led to in place of the answer (303), where there is such a page. */
  readonly page?: string;
  readonly example?: { readonly request?: unknown; readonly answer?: unknown };
}

/** What a handler answers with. */
export type ApiResponse<Answer = unknown, Header extends SuccessHeader = never> =
  | Answered<Answer, Header>
  | SeeOther;

/** The page, as an absolute address, that tells people what the answer tells programs. */
interface SeeOther {
  readonly page: string;
}

/** The status is that of the operation's success. */
type Answered<Answer, Header extends SuccessHeader> = {
  /** Sent as JSON; undefined for none. */
  readonly body: Presented<Answer>;
} & ([Header] extends [never]
  ? { readonly headers?: Readonly<Record<string, string>> }
  : { readonly headers: Readonly<Record<Header, string>> });

/** What a schema lets out, for reading. */
export type Presented<T> = T extends object ? { readonly [Member in keyof T]: Presented<T[Member]> } : T;

export interface Operation<Id extends OperationId = OperationId, Deps = never> {
  readonly route: Route<Id>;
  readonly define: (settings: DeploymentSettings) => Definition;
  readonly handle: (request: ApiRequest<never, never>, deps: Deps) => Promise<ApiResponse>;
}

/** An operation with the schemas and stores of this deployment. */
export interface ServedOperation {
  readonly route: Route<OperationId>;
  readonly definition: Definition;
  readonly handle: (request: ApiRequest<never, never>) => Promise<ApiResponse>;
}

export type Operations<Fn extends RouteFunction, Deps> = {
  readonly [Id in OperationIdOf<Fn>]: Operation<Id, Deps>;
};

/** Makes an operation; its definition is a function where schemas depend on the deployment's settings. */
export function operation<
  const Id extends OperationId,
  Deps,
  Answer,
  Header extends SuccessHeader = never,
  Query = object,
  Body = object,
>(
  id: Id,
  definition:
    | Definition<Query, Body, Answer, Header>
    | ((settings: DeploymentSettings) => Definition<Query, Body, Answer, Header>),
  handle: (
    request: ApiRequest<NoInfer<Query>, NoInfer<Body>>,
    deps: Deps,
  ) => Promise<ApiResponse<NoInfer<Answer>, NoInfer<Header>>>,
): Operation<Id, Deps> {
  const route = routes.find(({ operationId }) => operationId === id) as Route<Id>;
  return { route, define: typeof definition === 'function' ? definition : () => definition, handle };
}

export function success<Answer, Header extends SuccessHeader = never>(
  status: 200 | 201 | 202,
  body: z.ZodType<Answer>,
  ...headers: readonly Header[]
): Success<Answer, Header> {
  return { status, body, headers };
}

export const noContent: Success<undefined, never> = { status: 204, body: null, headers: [] };
