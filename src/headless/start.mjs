// @ts-check
// `npm start`: from a fresh clone to the page, in one command. Installs what is missing, builds, serves on this machine only.
import { binary, checkNode, ensureInstalled, generate, main, run, SetupError } from './setup.mjs';

await main(async () => {
  checkNode();
  await ensureInstalled();
  generate();
  const built = await run(process.execPath, [binary('vite', 'vite'), 'build', '--logLevel', 'warn']);
  if (built !== 0) throw new SetupError('The page could not be built; what Vite says is above.');
  return run(process.execPath, ['--import', './src/headless/typescript.mjs', 'src/headless/serve.ts', ...process.argv.slice(2)]);
});
