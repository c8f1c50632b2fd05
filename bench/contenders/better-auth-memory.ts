import { type BetterAuthMemory, memoryAdapter } from '@better-auth/memory-adapter';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { authorizeWith, seedBetterAuth } from './better-auth.ts';

const tables: BetterAuthMemory = { user: [], session: [], account: [], verification: [], apikey: [] };
const keys = JSON.parse(process.env['BETTER_AUTH_KEYS'] ?? '[]') as string[];
const database = memoryAdapter(tables);
const authorize = authorizeWith(database);
let seeded: Promise<void> | undefined;

/** better-auth's API-key plugin over arrays in memory: no I/O at all. */
export async function handler(event: APIGatewayRequestAuthorizerEvent): Promise<object> {
  seeded ??= seedBetterAuth(database, keys);
  await seeded;
  return authorize(event);
}
