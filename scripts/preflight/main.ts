/**
 * `npm run preflight [-- -c key=value …]`: asks the operator's account, before anything is created, whether a deployment
 * will fit into it: Lambda's concurrency, API Gateway's throttle and CloudWatch role, CDK's bootstrap, the state of the
 * stacks, names of log groups, throughput of tables. Prints one sentence for each (ok, short with its remedy, or unknown
 * where the account did not tell). Credentials and region are those of the AWS CLI.
 *
 * Exit code: 0 nothing stands in the way, 1 something will not fit, 2 not called properly or no access to the account.
 */
import { preflight } from './preflight.ts';
import { PreflightError } from './preflight-error.ts';

try {
  const { lines, exitCode } = await preflight(process.argv.slice(2), process.env);
  for (const line of lines) console.log(line);
  process.exitCode = exitCode;
} catch (error) {
  console.error(error instanceof PreflightError ? error.message : error);
  process.exitCode = 2;
}
