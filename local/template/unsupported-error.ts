import { asError, StartError } from '../errors.ts';

/** Where in the templates something stands; the part of a message that lets the reader find it. */
export interface TemplatePlace {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
}

/** Thrown for what the template asks and the laptop cannot do: starting without it would mislead. */
export class UnsupportedError extends StartError {
  constructor({ stackName, logicalId, type }: TemplatePlace, what: string) {
    super(`${stackName}: ${logicalId} (${type}): ${what}`);
    this.name = 'UnsupportedError';
  }
}

/** @throws UnsupportedError that names the place, for any error of the attempt */
export function orUnsupported<T>(place: TemplatePlace, attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    throw new UnsupportedError(place, asError(error).message);
  }
}
