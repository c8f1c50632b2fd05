/** A part of the console that could not be loaded: there is no network, or it was of a release that is gone. */
export class PartMissing extends Error {
  override readonly name = 'PartMissing';
}

/** How browsers say that a script is not there: Chromium, Firefox and Safari, in this order. */
const missingPattern =
  /Failed to fetch dynamically imported module|error loading dynamically imported module|Importing a module script failed|Unable to preload CSS/i;

/**
 * Parts of the console that are loaded when they are needed. One that is missing is an error of its own, so that nothing
 * reloads the page unasked, which without a network would lose it.
 *
 * @throws PartMissing
 */
export async function loaded<Part>(part: Promise<Part>): Promise<Part> {
  try {
    return await part;
  } catch (error) {
    if (error instanceof Error && missingPattern.test(error.message)) throw new PartMissing();
    throw error;
  }
}
