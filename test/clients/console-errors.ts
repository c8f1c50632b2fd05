/** What code under test logs by `console.error`, in the tests of one file; it does not reach the terminal. */
export function captureConsoleErrors(): unknown[][] {
  const logged: unknown[][] = [];
  const { error } = console;
  beforeEach(() => {
    logged.length = 0;
    console.error = (...what) => void logged.push(what);
  });
  afterEach(() => {
    console.error = error;
  });
  return logged;
}
