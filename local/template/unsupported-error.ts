import { asError, StartError } from '../errors.ts';

/** A place in the templates. Messages begin with it, so that the reader finds it. */
export interface TemplatePlace {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
}

/** Thrown where a template needs something that the laptop cannot do: a server without it would mislead. */
export class UnsupportedError extends StartError {
  constructor({ stackName, logicalId, type }: TemplatePlace, what: string) {
    super(`${stackName}: ${logicalId} (${type}): ${what}`);
    this.name = 'UnsupportedError';
  }
}

/** @throws UnsupportedError with the place, for any error of the attempt */
export function orUnsupported<T>(place: TemplatePlace, attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    throw new UnsupportedError(place, asError(error).message);
  }
}
