/**
 * Notes a value in a map that forgets all the others rather than grow beyond its bound: what a container has forgotten
 * it asks for again.
 *
 * @param most entries that the map may have
 */
export function note<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, most: number): Value {
  if (map.size >= most && !map.has(key)) map.clear();
  map.set(key, value);
  return value;
}
