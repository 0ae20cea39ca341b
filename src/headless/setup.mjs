// @ts-check
// What has to be there before anything of this project can run, for a machine that has Node and npm and nothing else. Plain
// JavaScript over Node's own modules, because it runs before node_modules exists.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const OLDEST_NODE = [20, 19];

/** Names under which a Chromium is found on the PATH. */
const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Something the person at the machine can put right; shown without a stack. */
export class SetupError extends Error {}

/** Runs `work`, says what went wrong in words, and makes that the exit code. @param {() => Promise<number>} work */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needsMajor = 0, needsMinor = 0] = OLDEST_NODE;
  if (major > needsMajor || (major === needsMajor && minor >= needsMinor)) return;
  throw new SetupError(
    `This is Node ${process.versions.node}; Millrace needs ${OLDEST_NODE.join('.')} or newer. Install a newer Node and run the command again.`,
  );
}

/** Installs what package-lock.json lists if that is not what lies in node_modules. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing the packages that package-lock.json lists (npm ci) …');
  const code = await run('npm', ['ci', '--no-audit', '--no-fund']);
  if (code !== 0) throw new SetupError('npm ci failed; its words are above. The npm registry must be reachable for this one step.');
}

function isInstalled() {
  const wanted = packagesOf(join(ROOT, 'package-lock.json'));
  const present = packagesOf(join(ROOT, 'node_modules', '.package-lock.json'));
  if (wanted === null || present === null) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const there = present[path];
    // Optional packages are those of other platforms.
    if (there === undefined ? entry.optional !== true : there.version !== entry.version || there.integrity !== entry.integrity) return false;
  }
  return true;
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | null}
 */
function packagesOf(file) {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).packages ?? null) : null;
}

/** The path of a Chromium, or null. `CHROMIUM` in the environment wins. */
export function findChromium() {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new SetupError(`CHROMIUM is set to "${named}", which cannot be executed. Set it to the path of a Chromium, or unset it.`);
  }
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/snap/bin'];
  for (const name of CHROMIUM_NAMES) for (const folder of folders) if (folder !== '' && isExecutable(join(folder, name))) return join(folder, name);
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return isExecutable(mac) ? mac : null;
}

/** Finds a Chromium; on Debian, as root, installs Debian's when there is none. Answers its path. */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    throw new SetupError(
      'No Chromium was found; the browser tests need one. Install it (on Debian: apt-get install chromium), or set CHROMIUM to its path, and run the command again.',
    );
  }
  console.log("No Chromium was found: installing Debian's (apt-get install chromium) …");
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], environment);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'], environment);
  const installed = findChromium();
  if (installed === null)
    throw new SetupError('apt-get could not install chromium; its words are above. Install a Chromium by hand, or set CHROMIUM to the path of one.');
  return installed;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const PARSER_FOLDER = join(ROOT, 'src', 'sql', 'parser');

/** Generates the parser of the expression language, unless what is there is newer than its grammar. */
export function generate() {
  const made = ['expression.parser.ts', 'expression.parser.terms.ts'].map((name) => join(PARSER_FOLDER, name));
  const changed = statSync(join(PARSER_FOLDER, 'expression.grammar')).mtimeMs;
  if (made.every((file) => existsSync(file) && statSync(file).mtimeMs > changed)) return;
  const generator = binary('@lezer/generator', 'lezer-generator');
  const done = spawnSync(process.execPath, [generator, '--typeScript', 'expression.grammar', '-o', 'expression.parser.ts'], {
    cwd: PARSER_FOLDER,
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new SetupError(`The parser could not be generated.\n${done.stdout}${done.stderr}`);
}

/** The script behind a package's command. @param {string} packageName @param {string} command */
export function binary(packageName, command) {
  const folder = join(ROOT, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/**
 * Runs a command in the project's folder with this process's streams; answers its exit code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>}
 */
export function run(command, args, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: 'inherit', shell: process.platform === 'win32' && command === 'npm' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
