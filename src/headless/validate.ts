// `validate`: the problems of a pipeline, without running it.
import { parseArgs } from 'node:util';
import { type Command, CommandError, EXIT_OK, EXIT_PROBLEMS } from './command.ts';
import { problemJson, problemText, readPipelineFile } from './pipeline-file.ts';

export const validate: Command = {
  name: 'validate',
  usage: 'validate FILE [--json]',
  summary: 'Prints the problems of a pipeline; exits with 1 when one is an error.',
  help: `  FILE     a pipeline, as the studio exports it
  --json   one JSON object in place of the text: {"valid":true,"problems":[...]}`,
  async run(args) {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean', default: false } } });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) throw new CommandError('One FILE is needed.', `Use: ${validate.usage}`);
    const file = await readPipelineFile(path);
    const errors = file.problems.filter((p) => p.severity === 'error').length;
    const valid = errors === 0 && file.applied !== null;
    if (values.json) console.log(JSON.stringify({ valid, problems: file.problems.map(problemJson) }));
    else {
      for (const found of file.problems) console.log(problemText(found, file.document));
      const warnings = file.problems.length - errors;
      const rest = warnings === 0 ? '' : `, ${count(warnings, 'warning')}`;
      console.log(valid ? `${path}: it can run${rest}.` : `${path}: ${count(errors, 'error')}${rest}.`);
    }
    return valid ? EXIT_OK : EXIT_PROBLEMS;
  },
};

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
