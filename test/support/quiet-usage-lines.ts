/**
 * Handlers print a line for each call with a key: in tests of handlers that is noise. Tests of the lines capture them.
 * A line about an answer that the OpenAPI document does not tell of is an error. The stream outlives a test file, so it
 * is changed once.
 */
const mark = Symbol.for('latchkey.quiet-usage-lines');
const stdout = process.stdout as typeof process.stdout & { [mark]?: true };

if (stdout[mark] === undefined) {
  const write = stdout.write.bind(stdout);
  stdout.write = (text: string | Uint8Array, ...rest: []) => {
    if (typeof text !== 'string') return write(text, ...rest);
    if (text.startsWith('{"level":"ERROR","message":"undocumented')) throw new Error(text);
    return text.startsWith('{"usage":') ? true : write(text, ...rest);
  };
  stdout[mark] = true;
}
