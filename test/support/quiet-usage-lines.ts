/**
 * Handlers print a line for each call with a key: in tests of handlers that is noise. Tests of the lines capture them.
 * The stream outlives a test file, so it is changed once.
 */
const mark = Symbol.for('latchkey.quiet-usage-lines');
const stdout = process.stdout as typeof process.stdout & { [mark]?: true };

if (stdout[mark] === undefined) {
  const write = stdout.write.bind(stdout);
  stdout.write = (text: string | Uint8Array, ...rest: []) =>
    typeof text === 'string' && text.startsWith('{"usage":') ? true : write(text, ...rest);
  stdout[mark] = true;
}
