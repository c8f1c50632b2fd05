import { DatabaseSync } from 'node:sqlite';
import { getMigrations } from 'better-auth/db/migration';
import { createBetterAuth, seedBetterAuth } from './better-auth.ts';

/** Makes the tables and the keys in the SQLite file that the contender then serves. */
export async function handler(): Promise<object> {
  const database = new DatabaseSync(process.env['BETTER_AUTH_DATABASE'] ?? '');
  const keys = JSON.parse(process.env['BETTER_AUTH_KEYS'] ?? '[]') as string[];
  const { runMigrations } = await getMigrations(createBetterAuth(database).options);
  await runMigrations();
  await seedBetterAuth(database, keys);
  database.close();
  return { statusCode: 200 };
}
