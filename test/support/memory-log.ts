/**
 * The warnings and errors that code under test prints, in the tests of one file; neither they nor usage lines reach the
 * terminal.
 *
 * @param which those that are captured; the others are printed
 */
export function captureLogLines(which = /^\{"(level|usage)":/): string[] {
  const lines: string[] = [];
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  beforeEach(() => {
    lines.length = 0;
    stdout.write = (text: string | Uint8Array, ...rest: []) => {
      if (typeof text !== 'string' || !which.test(text)) return write(text, ...rest);
      if (text.startsWith('{"level":')) lines.push(text);
      return true;
    };
  });
  afterEach(() => {
    stdout.write = write;
  });
  return lines;
}
