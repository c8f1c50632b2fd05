import type { ServedFile } from '../../lambdas/functions/console-publisher/console-bucket.ts';

/** A bucket, and the keys in the order in which they were put. */
export function memoryBucket() {
  const objects = new Map<string, ServedFile>();
  const order: string[] = [];
  return {
    objects,
    order,
    async put(key: string, file: ServedFile) {
      order.push(key);
      objects.set(key, file);
    },
    read: async (key: string) => (objects.has(key) ? String(objects.get(key)?.content) : null),
    async remove(key: string) {
      objects.delete(key);
    },
  };
}
