/** The keys of the hashed files of one release. */
export type Release = readonly string[];

/** Where the bucket has what its releases are made of, newest first. It is not served. */
export const releasesKey = 'releases.json';

/** This one, and the one that tabs may have open. */
const keptCount = 2;

/** @param text null where nothing was released yet */
export function readReleases(text: string | null): Release[] {
  return text === null ? [] : (JSON.parse(text) as Release[]);
}

/**
 * What stays once a release is there: it and the one before. The same release again, with another configuration for
 * one, takes nobody's place.
 */
export function keptReleases(
  released: Release,
  former: readonly Release[],
): { readonly kept: readonly Release[]; readonly outdated: Release } {
  const others = former.filter((release) => !isSame(release, released));
  const kept = [released, ...others].slice(0, keptCount);
  const stays = new Set(kept.flat());
  return { kept, outdated: [...new Set(former.flat())].filter((key) => !stays.has(key)) };
}

function isSame(one: Release, other: Release): boolean {
  return one.length === other.length && one.every((key) => other.includes(key));
}
