import { DatabaseSync } from 'node:sqlite';
import { authorizeWith } from './better-auth.ts';

const database = new DatabaseSync(process.env['BETTER_AUTH_DATABASE'] ?? '');
// As fast as SQLite writes without losing its consistency; by default each verification would wait for the disk.
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');

/** better-auth's API-key plugin with SQLite in its own process. */
export const handler = authorizeWith(database);
