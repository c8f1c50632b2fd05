import { arnOf } from '../aws.ts';

/** @param name of the function, which `:` and a version or alias may follow */
export function functionArn(name: string): string {
  return arnOf('lambda', `function:${name}`);
}

/** The parts of a function's name or ARN. Without a version or alias it means the latest code. */
export function parseFunctionArn(nameOrArn: string): { name: string; qualifier: string } {
  const [name = '', qualifier = '$LATEST'] = (nameOrArn.split(':function:')[1] ?? nameOrArn).split(':');
  return { name, qualifier };
}
