import { PassThrough } from 'node:stream';
import { createProgram } from '../../cli/src/program.ts';
import type { Surroundings } from '../../cli/src/surroundings.ts';
import { JsonSchemas } from '../support/json-schemas.ts';
import { ownSchemas } from './own-schemas.ts';

type Command = Awaited<ReturnType<typeof createProgram>>;

/** What `--output` does not concern: what they print is for a shell or a person, or is another program's. */
const withoutFormat = new Set(['exec', 'open', 'completion', '__complete']);

/** Holds what commands print with `--output json` against the schemas of the API, and knows which commands it has seen. */
export class JsonOutputs {
  readonly #schemas: JsonSchemas;
  readonly #program: Command;
  readonly #seen = new Set<string>();

  private constructor(schemas: JsonSchemas, program: Command) {
    this.#schemas = schemas;
    this.#program = program;
  }

  /** @param openApi the API's document */
  static async by(openApi: { readonly components: { readonly schemas: object } }): Promise<JsonOutputs> {
    const { schemas, ...others } = openApi.components;
    const document = { ...openApi, components: { ...others, schemas: { ...schemas, ...ownSchemas } } };
    const surroundings = { stdout: new PassThrough(), stderr: new PassThrough(), version: '1.2.3' };
    const program = await createProgram(
      surroundings as unknown as Surroundings,
      () => async () => {},
      () => true,
    );
    return new JsonOutputs(new JsonSchemas(document, { allErrors: true }), program);
  }

  /**
   * What is wrong with the output of a command, by the schema of that name, of the API or the command line; that of a list is
   * an object with `items` alone. Null as the schema is that of a command which has no result.
   */
  faultsOf(args: readonly string[], schema: string | null, output: string): string[] {
    this.#seen.add(pathOf(commandOf(this.#program, args)));
    if (schema === null) return output === '' ? [] : ['is not empty'];
    const result = JSON.parse(output) as { items?: unknown };
    if (!schema.endsWith('List')) return this.#schemas.faultsOf(`/components/schemas/${schema}`, result);
    const { items, ...others } = result;
    const faults = Object.keys(others).map((name) => `has ${name} beside items`);
    return [...faults, ...this.#schemas.faultsOf(`/components/schemas/${schema}`, items)];
  }

  /** Commands that have a result, or say by their silence that they have none, and were not seen. */
  unseen(): string[] {
    const paths = leavesOf(this.#program).map(pathOf);
    return paths.filter((path) => !this.#seen.has(path) && !withoutFormat.has(path));
  }
}

/** The command that arguments name, by its name or an alias: options come after it. */
function commandOf(parent: Command, [name = '', ...others]: readonly string[]): Command {
  const command = parent.commands.find((each) => each.name() === name || each.aliases().includes(name));
  return command === undefined ? parent : commandOf(command, others);
}

function leavesOf(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

/** Such as `keys list`. */
function pathOf(command: Command): string {
  return command.parent?.parent == null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
