/** A fault that the person at the terminal can mend: its message is printed alone, and the server exits with 1. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
  }
}
