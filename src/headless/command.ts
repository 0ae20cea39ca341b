// What every command of the command line has, and how one refuses: in words, with a way on, and without a stack.

export interface Command {
  readonly name: string;
  /** What stands behind "npm run millrace -- ". */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The rest of `--help`. */
  readonly help: string;
  /** Answers the exit code. @throws CommandError */
  run(args: readonly string[]): Promise<number>;
}

export const EXIT_OK = 0;
/** The pipeline has problems, or its run stopped on one. */
export const EXIT_PROBLEMS = 1;
/** The command was not understood, or a file it names cannot be used. */
export const EXIT_USAGE = 2;

/** Something the caller can put right: a wrong option, a file that is not there, rows that do not fit. */
export class CommandError extends Error {
  /** How to go on. */
  readonly next: string;
  constructor(what: string, next: string) {
    super(what);
    this.name = 'CommandError';
    this.next = next;
  }
}
