// @ts-check
// `npm test`: everything that must hold, from a fresh clone, on one line at the end. Each part runs even when one before it
// failed, so that one run tells all; a part that could not run at all counts as one failure.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { binary, checkNode, ensureChromium, ensureInstalled, generate, main, ROOT } from './setup.mjs';

/**
 * @typedef {{ name: string, passed: number, failed: number, skipped: number, seconds: number }} Outcome
 */

const REPORTS = join(ROOT, 'node_modules', '.cache', 'millrace');

await main(async () => {
  checkNode();
  await ensureInstalled();
  const chromium = await ensureChromium();
  generate();
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  /** @type {Outcome[]} */
  const outcomes = [];
  outcomes.push(
    ...(await Promise.all([
      check('lint', binary('@biomejs/biome', 'biome'), ['check', '--max-diagnostics=50']),
      check('types', binary('typescript', 'tsc'), ['-b']),
    ])),
  );
  outcomes.push(await check('dead code', binary('knip', 'knip'), ['--no-progress']));
  outcomes.push(await check('build', binary('vite', 'vite'), ['build', '--logLevel', 'warn']));
  outcomes.push(await vitest());
  outcomes.push(await playwright(chromium));
  return summary(outcomes);
});

/**
 * One command that either holds or does not. Its words are shown when it does not.
 * @param {string} name
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Promise<Outcome>}
 */
async function check(name, script, args) {
  const began = Date.now();
  const { code, output } = await capture(script, args, {});
  const holds = code === 0;
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${name} (${seconds(began)} s)`);
  if (!holds) console.log(output);
  return { name, passed: holds ? 1 : 0, failed: holds ? 0 : 1, skipped: 0, seconds: seconds(began) };
}

/** @returns {Promise<Outcome>} */
async function vitest() {
  const began = Date.now();
  const report = join(REPORTS, 'vitest.json');
  const code = await show(binary('vitest', 'vitest'), ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`], {});
  const told = readReport(report);
  const counts = { passed: numberIn(told, 'numPassedTests'), failed: numberIn(told, 'numFailedTests'), skipped: numberIn(told, 'numPendingTests') };
  return outcome('tests in Node', counts, code, began);
}

/** @param {string} chromium @returns {Promise<Outcome>} */
async function playwright(chromium) {
  const began = Date.now();
  const report = join(REPORTS, 'playwright.json');
  const environment = { CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const code = await show(binary('@playwright/test', 'playwright'), ['test', '--reporter=list,json'], environment);
  const stats = readReport(report)['stats'];
  const told = typeof stats === 'object' && stats !== null ? /** @type {Record<string, unknown>} */ (stats) : {};
  const counts = {
    passed: numberIn(told, 'expected') + numberIn(told, 'flaky'),
    failed: numberIn(told, 'unexpected'),
    skipped: numberIn(told, 'skipped'),
  };
  return outcome('tests in the browser', counts, code, began);
}

/**
 * A runner that failed without a failed test (a file that does not load, a report that is missing) still counts.
 * @param {string} name
 * @param {{ passed: number, failed: number, skipped: number }} counts
 * @param {number} code
 * @param {number} began
 * @returns {Outcome}
 */
function outcome(name, counts, code, began) {
  const silent = counts.failed === 0 && (code !== 0 || counts.passed === 0);
  return { name, ...counts, failed: silent ? 1 : counts.failed, seconds: seconds(began) };
}

/** The failed tests of Node again, since the browser's many lines come after them. @returns {readonly string[]} */
function failedInNode() {
  const told =
    /** @type {{ testResults?: { name: string, message?: string, assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }[] }} */ (
      readReport(join(REPORTS, 'vitest.json'))
    );
  return (told.testResults ?? []).flatMap(({ name, message = '', assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    const file = relative(ROOT, name);
    if (failed.length === 0 && message !== '') return [`${file}: ${message.split('\n')[0]}`];
    return failed.map(({ fullName, failureMessages }) => `${file} › ${fullName}: ${(failureMessages[0] ?? '').split('\n')[0]}`);
  });
}

/** @param {readonly Outcome[]} outcomes */
function summary(outcomes) {
  console.log('');
  for (const line of failedInNode()) console.log(`FAILED ${line}`);
  for (const o of outcomes)
    console.log(`${o.name}: ${o.passed} passed, ${o.failed} failed${o.skipped > 0 ? `, ${o.skipped} skipped` : ''} (${o.seconds} s)`);
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) => outcomes.reduce((total, o) => total + o[key], 0);
  const skipped = sum('skipped');
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return sum('failed') === 0 ? 0 : 1;
}

/** @param {string} file @returns {Record<string, unknown>} */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** @param {Record<string, unknown>} report @param {string} key */
function numberIn(report, key) {
  const value = report[key];
  return typeof value === 'number' ? value : 0;
}

/** @param {number} began */
function seconds(began) {
  return Math.round((Date.now() - began) / 100) / 10;
}

/**
 * @param {string} script
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<{ code: number, output: string }>}
 */
function capture(script, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(...commandOf(script, args), { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * @param {string} script
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<number>}
 */
function show(script, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(...commandOf(script, args), { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** @param {string} script @param {readonly string[]} args @returns {[string, string[]]} */
function commandOf(script, args) {
  return [process.execPath, [script, ...args]];
}
