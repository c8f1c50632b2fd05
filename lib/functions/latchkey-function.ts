import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, Charset, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { allow } from '../data/grant.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

export interface LatchkeyFunctionProps {
  /** Folder of the handler below `lambdas/`; its `index.ts` exports `handler`. */
  readonly folder: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeout: Duration;
  readonly logGroup: LogGroup;
  /** @default - no variables but those that grants add */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Modules that are bundled into a file of their own and loaded when they are first imported: the name that they are
   * imported by (`imports` of package.json) and their file below `lambdas/`.
   *
   * @default - everything is in one file
   */
  readonly lazyModules?: Readonly<Record<`#${string}`, string>>;
  /** @default - the account's unreserved concurrency */
  readonly reservedConcurrency?: number;
}

/** A Lambda function of this repository with a role that may write to its log group and nothing else yet. */
export class LatchkeyFunction extends NodejsFunction {
  readonly executionRole: Role;

  constructor(scope: Construct, id: string, props: LatchkeyFunctionProps) {
    const role = new Role(scope, `${id}Role`, {
      description: `Execution role: ${props.description}`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    super(scope, id, {
      description: props.description,
      entry: join(projectRoot, 'lambdas', props.folder, 'index.ts'),
      projectRoot,
      depsLockFilePath: join(projectRoot, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      role,
      environment: { ...props.environment },
      logGroup: props.logGroup,
      // Functions print JSON lines themselves; Lambda's own JSON format would wrap each in another object.
      loggingFormat: LoggingFormat.TEXT,
      awsSdkConnectionReuse: false,
      bundling: bundlingOf(props.lazyModules ?? {}),
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
    this.executionRole = role;
    allow(this, {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [props.logGroup.logGroupArn],
    });
  }
}

const target = 'node24';
const mainFields = ['module', 'main'];

/** CommonJS, which Lambda starts sooner than ES modules; it has no shared chunks, so each lazy module is a bundle. */
function bundlingOf(lazyModules: Readonly<Record<string, string>>): BundlingOptions {
  const lazy = Object.entries(lazyModules).map(([name, source]) => ({
    name,
    source: join(projectRoot, 'lambdas', source),
    file: `./${basename(source, '.ts')}.js`,
  }));
  return {
    format: OutputFormat.CJS,
    target,
    mainFields,
    minify: true,
    charset: Charset.UTF8,
    // The SDK of the runtime changes under a function; the bundled one is the one that was tested.
    bundleAwsSDK: true,
    forceDockerBundling: false,
    externalModules: lazy.map(({ file }) => file),
    esbuildArgs: Object.fromEntries(lazy.map(({ name, file }) => [`--alias:${name}`, file])),
    commandHooks: {
      beforeInstall: () => [],
      beforeBundling: () => [],
      afterBundling: (_, outputFolder) =>
        lazy.map(({ source, file }) =>
          [
            `"${join(projectRoot, 'node_modules/.bin/esbuild')}" "${source}"`,
            `--bundle --platform=node --format=cjs --target=${target} --main-fields=${mainFields.join(',')}`,
            `--minify --charset=utf8 --log-level=warning --outfile="${join(outputFolder, file)}"`,
          ].join(' '),
        ),
    },
  };
}
