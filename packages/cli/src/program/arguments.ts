import { resolve } from 'node:path';

/** A value of an option as the parser gives it. */
export type OptionValue = string | boolean | readonly string[] | undefined;

/** The operands and options of a command line, read by kind. */
export class Arguments {
  readonly #cwd: string;
  readonly #operands: readonly (string | readonly string[] | undefined)[];
  readonly #options: Readonly<Record<string, OptionValue>>;

  constructor(
    cwd: string,
    operands: readonly (string | readonly string[] | undefined)[],
    options: Readonly<Record<string, OptionValue>>,
  ) {
    this.#cwd = cwd;
    this.#operands = operands;
    this.#options = options;
  }

  /** All operands, in order. */
  get operands(): readonly string[] {
    return this.#operands.flatMap((operand) => operand ?? []);
  }

  text(option: string): string | undefined {
    const value = this.#options[option];
    return typeof value === 'string' ? value : undefined;
  }

  list(option: string): readonly string[] | undefined {
    const value = this.#options[option];
    return Array.isArray(value) ? value : undefined;
  }

  flag(option: string): boolean {
    return this.#options[option] === true;
  }

  /** A path that was given, absolute: it is relative to the working directory. */
  path(option: string): string | undefined {
    const value = this.text(option);
    return value === undefined ? undefined : resolve(this.#cwd, value);
  }
}
