/**
 * The little of better-auth that the bench uses. Its packages are installed only when the bench runs: without this
 * the project could not be type-checked before that.
 */
declare module 'better-auth' {
  /** A `DatabaseSync` of node:sqlite, or an adapter. */
  export type BetterAuthDatabase = object;

  interface VerifiedKey {
    readonly permissions: unknown;
  }

  interface BetterAuth {
    readonly options: object;
    readonly api: {
      signUpEmail(call: { body: object }): Promise<{ user: { id: string } }>;
      createApiKey(call: { body: object }): Promise<{ key: string }>;
      verifyApiKey(call: { body: { key: string } }): Promise<{
        valid: boolean;
        error: { code: string } | null;
        key: VerifiedKey | null;
      }>;
    };
  }

  export function betterAuth(options: object): BetterAuth;
}

declare module '@better-auth/memory-adapter' {
  export type BetterAuthMemory = Record<string, object[]>;
  export function memoryAdapter(tables: BetterAuthMemory): object;
}

declare module 'better-auth/db/migration' {
  export function getMigrations(options: object): Promise<{ runMigrations: () => Promise<void> }>;
}

declare module '@better-auth/api-key' {
  export function apiKey(options: object): object;
}
