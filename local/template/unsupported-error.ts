import { StartError } from '../start-error.ts';

/** Where in the templates something stands; the part of a message that lets the reader find it. */
export interface TemplatePlace {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
}

/** Thrown for what the template asks and the laptop cannot do: starting without it would mislead. */
export class UnsupportedError extends StartError {
  constructor(place: TemplatePlace, what: string) {
    super(`${place.stackName}: ${place.logicalId} (${place.type}): ${what}`);
    this.name = 'UnsupportedError';
  }
}
