/**
 * The smallest runtime: loads a bundle, says so, calls its handler with the event that it is given, and says so
 * again, with the processor time that all of it took. It is JavaScript, since compiling it would be measured with the
 * function that it starts.
 */
const { writeSync } = require('node:fs');
// As Lambda's runtime for Node.js does before it loads a function.
process.getBuiltinModule('node:http');
const [bundle, event] = process.argv.slice(2);

const { handler } = require(bundle);
writeSync(1, 'ready\n');
handler(JSON.parse(event), { awsRequestId: 'bench' }).then((answer) => {
  const { user, system } = process.cpuUsage();
  writeSync(1, `${answer.context.code} ${(user + system) / 1_000}\n`);
  process.exit(0);
});
