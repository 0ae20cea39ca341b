// `diff`: what changed between two pipeline files, as meaning rather than as lines.
import { parseArgs } from 'node:util';
import { documentChanges } from '../operators/document-changes.ts';
import { type Command, CommandError, EXIT_OK, EXIT_PROBLEMS } from './command.ts';
import { problemText, readPipelineFile } from './pipeline-file.ts';

export const diff: Command = {
  name: 'diff',
  usage: 'diff OLD NEW',
  summary: 'Prints what changed in a pipeline: first what changes the run, then what only changes how it looks.',
  help: `  OLD, NEW   two files of a pipeline, as the studio saves them
Moves are folded into one line. Exits with 1 when one of the files is no pipeline.`,
  async run(args) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    const [oldPath, newPath, ...more] = positionals;
    if (oldPath === undefined || newPath === undefined || more.length > 0) throw new CommandError('Two files are needed.', `Use: ${diff.usage}`);
    const before = await readPipelineFile(oldPath);
    const after = await readPipelineFile(newPath);
    if (before.document === null || after.document === null) {
      for (const file of [before, after])
        if (file.document === null) for (const found of file.problems) console.log(`${file.path}: ${problemText(found, null)}`);
      return EXIT_PROBLEMS;
    }
    const { logic, look } = documentChanges(before.document, after.document);
    if (logic.length + look.length === 0) console.log('Nothing changed.');
    if (logic.length > 0) console.log(['Changes the run:', ...logic.map((line) => `  ${line}`)].join('\n'));
    if (look.length > 0) console.log(['Only how it looks:', ...look.map((line) => `  ${line}`)].join('\n'));
    return EXIT_OK;
  },
};
