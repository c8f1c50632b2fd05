import { type Command, CommanderError } from 'commander';
import type { Run } from './command.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import type { GlobalOptions } from './global-options.ts';
import { OutputClosed, write } from './output/write.ts';
import { createProgram } from './program.ts';
import type { Surroundings } from './surroundings.ts';

/** Does what the arguments ask for. It never throws. @returns the exit code */
export async function runCli(surroundings: Surroundings): Promise<number> {
  let exitCode: number = exitCodes.ok;
  let context: Context | null = null;
  // Whoever writes learns of it; unheard it would end the process with a stack trace.
  for (const output of [surroundings.stdout, surroundings.stderr]) output.on('error', () => {});
  const run: Run =
    (action) =>
    async (...given) => {
      const command = given.at(-1) as Command;
      const options = command.optsWithGlobals<GlobalOptions>();
      const { Context } = await import('./context.ts');
      context = new Context(surroundings, options);
      exitCode = (await action(context, options as never, ...(given.slice(0, -2) as never))) ?? exitCodes.ok;
    };
  const { args } = surroundings;
  try {
    const program = await createProgram(surroundings, run, (name) => args.includes(name));
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    return await endOf(error, context, surroundings);
  }
}

async function endOf(error: unknown, context: Context | null, surroundings: Surroundings): Promise<ExitCode> {
  try {
    const held = context?.dryRun.shown ?? [];
    if (held.length > 0) {
      await write(surroundings.stdout, held.join('\n'));
      return exitCodes.ok;
    }
    // Whoever reads has seen enough: latchkey keys list | head -1.
    if (error instanceof OutputClosed) return exitCodes.ok;
    const { reportError } = await import('./report-error.ts');
    return await reportError(error, surroundings);
  } catch {
    // Standard error is gone too: there is nobody to tell.
    return exitCodes.failed;
  }
}
