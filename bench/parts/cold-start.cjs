/**
 * The smallest runtime: loads a bundle, says so, calls its handler with the event that it is given, and says so
 * again. It is JavaScript, since compiling it would be measured with the function that it starts.
 */
const { writeSync } = require('node:fs');
const [bundle, event] = process.argv.slice(2);

const { handler } = require(bundle);
writeSync(1, 'ready\n');
handler(JSON.parse(event), { awsRequestId: 'bench' }).then((answer) => {
  writeSync(1, `${answer.context.code}\n`);
  process.exit(0);
});
