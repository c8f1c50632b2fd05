import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { askAccount } from './questions/ask-account.ts';
import { clientOptions } from './questions/clients.ts';
import { readIdentity } from './questions/identity.ts';
import { checkAccount } from './checks/checks.ts';
import { deploymentNames } from './deployment-names.ts';
import { PreflightError } from './preflight-error.ts';
import { readConfiguration } from './read-configuration.ts';
import { type Report, reportOf } from './report.ts';

const usage = 'Usage: npm run preflight -- [-c key=value …], with the values that cdk deploy is to be given';
const cdkJsonPath = join(import.meta.dirname, '../../cdk.json');

/**
 * Asks the account whether a deployment fits into it. Nothing is created or changed.
 *
 * @param args of the command line
 * @param path of cdk.json
 * @throws PreflightError where nothing can be checked
 */
export async function preflight(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  path = cdkJsonPath,
): Promise<Report> {
  const { configuration, toolkitStackName } = readConfiguration(path, readContext(args));
  const names = deploymentNames(configuration.deploymentName, toolkitStackName);
  const options = clientOptions(env);
  const identity = await readIdentity(options);
  const account = await askAccount(options, names);
  return reportOf(identity, configuration.deploymentName, checkAccount(configuration, account, names));
}

function readContext(args: readonly string[]): readonly string[] {
  try {
    const options = { context: { type: 'string', short: 'c', multiple: true } } as const;
    return parseArgs({ args: [...args], options }).values.context ?? [];
  } catch (error) {
    throw new PreflightError(`${(error as Error).message}\n${usage}`, { cause: error });
  }
}
