// The command line: `npm run millrace -- <command>`. The same engine as in the browser, over files of this machine.
import { type Command, CommandError, EXIT_OK, EXIT_USAGE } from './command.ts';
import { diff } from './diff.ts';
import { replay } from './replay.ts';
import { runLive } from './run-live.ts';
import { validate } from './validate.ts';

const COMMANDS: readonly Command[] = [validate, diff, replay, runLive];

// Whoever reads our lines may have enough of them (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT_OK : 1));

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const command = COMMANDS.find((c) => c.name === name);
  if (command === undefined) return overview(name);
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(`millrace ${command.usage}\n\n${command.summary}\n\n${command.help}`);
    return EXIT_OK;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    const known = error instanceof CommandError ? error : usageError(error, command);
    if (known === null) throw error;
    console.error(`${known.message}\n${known.next}`);
    return EXIT_USAGE;
  }
}

/** What Node says of an option it does not know. */
function usageError(error: unknown, command: Command): CommandError | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!code.startsWith('ERR_PARSE_ARGS')) return null;
  return new CommandError(error instanceof Error ? (error.message.split('. ')[0] ?? '') : '', `Use: ${command.usage}`);
}

function overview(name: string | undefined): number {
  const asked = name === undefined || name === 'help' || name === '--help' || name === '-h';
  const lines = [
    ...(asked ? [] : [`There is no command "${name}".`, '']),
    'millrace <command> runs pipelines of the studio without a browser.',
    '',
    ...COMMANDS.map((c) => `  ${c.usage}\n      ${c.summary}`),
    '',
    'millrace <command> --help says more. Through npm: npm run --silent millrace -- <command>',
  ];
  (asked ? console.log : console.error)(lines.join('\n'));
  return asked ? EXIT_OK : EXIT_USAGE;
}
