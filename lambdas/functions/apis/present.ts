import type * as z from 'zod';
import type { ProtectedApi } from '../../domain/apis/protected-api.ts';
import { isoTime } from '../../domain/time.ts';
import { etagOf } from '../../gateway/if-match.ts';
import type { Presented } from '../../gateway/operation.ts';
import type { protectedApi } from './schemas.ts';

export function presentApi(api: ProtectedApi): Presented<z.output<typeof protectedApi>> {
  const { name, description, enforcement, people, unauthenticated, gateway, current, managedBy } = api;
  return {
    name,
    description,
    enforcement,
    people,
    unauthenticated,
    gateway,
    routes: current.routes,
    routesHash: current.hash,
    managedBy,
    createdAt: isoTime(api.createdAt),
    updatedAt: isoTime(api.updatedAt),
  };
}

export function versionHeaders({ version }: ProtectedApi) {
  return { ETag: etagOf(version) };
}
