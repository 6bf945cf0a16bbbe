import { Command } from 'commander';
import { packageVersion } from '../package-version.js';
import type { TextOutput } from '../terminal/io.js';
import { Arguments, type OptionValue } from './arguments.js';
import type { CommandDefinition } from './command-definition.js';
import { commandGroups, commandList } from './command-list.js';

/** What the command line asked for. */
export interface ParsedCommand {
  readonly definition: CommandDefinition;
  readonly arguments: Arguments;
}

const exitCodeHelp = `
Exit codes:
  0    done
  1    the operation failed
  2    the command line was not understood
  3    the evidence does not verify
  130  interrupted
`;

/** Where the parser writes help to. Its errors are thrown, and written by whoever catches them. */
export interface ProgramOptions {
  readonly help: TextOutput;
  readonly cwd: string;
  readonly onCommand: (parsed: ParsedCommand) => void;
}

/** The parser of the command line. */
export function createProgram(options: ProgramOptions): Command {
  const program = configure(new Command('das'), options)
    .description('A governed data mesh: contracts, collectors, policies and evidence.')
    .version(packageVersion(), '--version', 'print the version')
    .option('--config <file>', 'the configuration (default: das.config.ts, .js or .mjs, upward)')
    .option('--data <dir>', 'the data folder (default: .das beside the configuration)')
    .option('--json', 'print one JSON document on stdout, and nothing else')
    .option('--no-color', 'print without colours (NO_COLOR does the same)')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', exitCodeHelp);
  for (const definition of commandList) {
    addCommand(parentOf(program, definition, options), definition, options);
  }
  return program;
}

function configure(command: Command, { help }: ProgramOptions): Command {
  const write = (text: string): void => {
    help.write(text);
  };
  return command
    .exitOverride()
    .helpOption('-h, --help', 'show help')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: write,
      writeErr: () => {},
      getOutHelpWidth: () => help.columns ?? 100,
      getErrHelpWidth: () => help.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}

function parentOf(program: Command, { path }: CommandDefinition, options: ProgramOptions): Command {
  const [group] = path;
  if (path.length === 1) return program;
  const existing = program.commands.find((command) => command.name() === group);
  if (existing !== undefined) return existing;
  const summary = commandGroups[group] ?? group;
  const made = configure(new Command(group), options).summary(summary).helpCommand(false);
  made.description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`);
  program.addCommand(made);
  return made;
}

function addCommand(parent: Command, definition: CommandDefinition, options: ProgramOptions): void {
  const { path, requiredOptions = [] } = definition;
  const command = configure(new Command(path.at(-1)), options)
    .summary(definition.summary)
    .description(definition.description)
    .allowExcessArguments(false);
  for (const operand of definition.operands) command.argument(...operand);
  for (const option of requiredOptions) command.requiredOption(...option);
  for (const option of definition.options) command.option(...option);
  const examples = definition.examples.map((example) => `  $ ${example}`).join('\n');
  command.addHelpText('after', `\nWith --json:\n  ${definition.json}\n\nExamples:\n${examples}\n`);
  command.action(() => {
    const read: Record<string, OptionValue> = command.optsWithGlobals();
    const operands = command.processedArgs as (string | readonly string[] | undefined)[];
    options.onCommand({ definition, arguments: new Arguments(options.cwd, operands, read) });
  });
  parent.addCommand(command);
}
