/** The structured lines that code under test prints, in the tests of one file; they do not reach the terminal. */
export function captureLogLines(): string[] {
  const lines: string[] = [];
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  beforeEach(() => {
    lines.length = 0;
    stdout.write = (text: string | Uint8Array, ...rest: []) => {
      if (typeof text !== 'string' || !text.startsWith('{"level":')) return write(text, ...rest);
      lines.push(text);
      return true;
    };
  });
  afterEach(() => {
    stdout.write = write;
  });
  return lines;
}
