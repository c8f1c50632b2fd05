import type { paths } from '../generated/api.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Paths that this client calls: those below `/v1`. */
type Path = Exclude<keyof paths, '/apitokens'>;

/** What the document says of a call. */
export type Operation<M extends Method, P extends Path> =
  Lowercase<M> extends keyof paths[P] ? NonNullable<paths[P][Lowercase<M>]> : never;

/** The paths that have this method. */
export type PathOf<M extends Method> = {
  [P in Path]: [Operation<M, P>] extends [never] ? never : P;
}[Path];

type Parameters<O, Kind extends 'query' | 'path'> = O extends { parameters: { [K in Kind]?: infer V } }
  ? NonNullable<V>
  : never;

export type QueryOf<O> = Parameters<O, 'query'>;
export type PathParametersOf<O> = Parameters<O, 'path'>;
export type BodyOf<O> = O extends { requestBody?: { content: { 'application/json': infer B } } } ? B : never;

type Success<R> = { [S in keyof R]: S extends 200 | 201 | 202 | 204 ? R[S] : never }[keyof R];

/** What a success answers with; null where that is nothing. */
export type AnswerOf<O> = O extends { responses: infer R }
  ? Success<R> extends { content: { 'application/json': infer A } }
    ? A
    : null
  : never;

/** Of nothing there are none, although `keyof never` is everything. */
type MembersOf<T> = [T] extends [never] ? never : keyof T;

/** The paths whose answers to GET lead on with `Link`. */
export type CursorPath = {
  [P in PathOf<'GET'>]: 'cursor' extends MembersOf<QueryOf<Operation<'GET', P>>> ? P : never;
}[PathOf<'GET'>];

/** Those whose answers are pages of a list. */
export type ListPath = {
  [P in CursorPath]: AnswerOf<Operation<'GET', P>> extends readonly unknown[] ? P : never;
}[CursorPath];

export type ItemOf<P extends ListPath> =
  AnswerOf<Operation<'GET', P>> extends readonly (infer Item)[] ? Item : never;

/** Members of `T` where there are any, optional where none of them is required. */
type Member<Name extends string, T> = [T] extends [never]
  ? { readonly [N in Name]?: never }
  : object extends T
    ? { readonly [N in Name]?: T }
    : { readonly [N in Name]: T };

export type RequestOf<O> = Member<'path', PathParametersOf<O>> &
  Member<'query', QueryOf<O>> &
  (O extends { requestBody: object } ? { readonly body: BodyOf<O> } : { readonly body?: BodyOf<O> });

/** The arguments that follow a path: left out where nothing is required. */
export type RequestArguments<R, Options> = object extends R
  ? [request?: R & Options]
  : [request: R & Options];
