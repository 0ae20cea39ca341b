// `npm run accept`: drives the built page in Chromium and prints the figures by which it is accepted, as one flat object. Every
// figure is tried; one that could not be had is null, with the reason on standard error, and makes the command fail.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { servePage } from '../../src/headless/page-server.ts';
import { startLiveServers } from '../e2e/servers/live-servers.ts';
import { readBigFile } from './big-file.ts';
import { dataScenario } from './data-scenario.ts';
import { drawAndRecount } from './drawing.ts';
import { fileToCounts } from './file-visit.ts';
import { firstVisit } from './first-visit.ts';
import { measureFrames } from './frames.ts';
import { visitHostileFiles } from './hostile-visit.ts';
import { runCampaign, WORDS_SCENARIO } from './kill-campaign.ts';
import { measureMillionKeys } from './million-keys.ts';
import { HUNDRED_MEGABYTES, measureRestore, TEN_MEGABYTES } from './restore-time.ts';
import { SEED_SCENARIOS } from './seed-scenarios.ts';
import { wipeIsSaid } from './wipe.ts';

/** No kill is begun after that; the whole stays under half an hour. */
const KILLS_UNTIL_MS = 18 * 60_000;
/** The servers of the second campaign stop by themselves after ten minutes. */
const DATA_KILLS_MS = 8 * 60_000;
const VISITS = 3;

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    kills: { type: 'string', default: '45' },
    'data-kills': { type: 'string', default: '20' },
    'seed-kills': { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    /** Only figures whose name contains this. */
    only: { type: 'string', default: '' },
  },
});
const began = Date.now();
const figures: { [name: string]: number | null } = {};
let failed = false;

const server = await servePage(fileURLToPath(new URL('../../dist', import.meta.url)), { port: 0 });
try {
  await figure('first visit', async () => {
    const visits = [];
    for (let i = 0; i < VISITS; i++) visits.push(await firstVisit(server.url));
    visits.sort((a, b) => a.firstCountsMs - b.firstCountsMs);
    const middle = visits[Math.floor(VISITS / 2)];
    return {
      first_counts_ms: Math.round(middle?.firstCountsMs ?? Number.NaN),
      page_gzip_kb: rounded(middle?.pageKb),
      worker_gzip_kb: rounded(middle?.workerKb),
    };
  });
  await figure('frames', async () => {
    const { smooth, framesPerSecond, rowsPerSecond } = await measureFrames(server.url);
    return { frames_ok: Math.round(smooth * 1_000) / 1_000, frames_per_second: rounded(framesPerSecond), rows_per_second: rowsPerSecond };
  });
  for (const by of ['mouse', 'keyboard'] as const) {
    await figure(`drawn by ${by}`, async () => {
      const wrong = await drawAndRecount(server.url, by);
      if (wrong !== null) complain(`drawn by ${by}`, wrong);
      return { [`drawn_by_${by}`]: wrong === null ? 1 : 0 };
    });
  }
  await figure('wipe', async () => ({ wiped_detected: (await wipeIsSaid(server.url)) ? 1 : 0 }));
  await figure('restore', async () => {
    const { medianMs, stateBytes, keys } = await measureRestore(server.url, TEN_MEGABYTES);
    return { restore_ms_10mb: rounded(medianMs), restore_state_bytes: stateBytes, restore_keys: keys };
  });
  await figure('restore of much', async () => {
    const { medianMs, stateBytes } = await measureRestore(server.url, HUNDRED_MEGABYTES);
    return { restore_ms_100mb: rounded(medianMs), restore_bytes_100mb: stateBytes };
  });
  await figure('million keys', async () => {
    const found = await measureMillionKeys(server.url);
    for (const fault of found.faults) complain('million keys', fault);
    return {
      restore_ms_1m_keys: rounded(found.restoreMs),
      restore_bytes_1m_keys: found.stateBytes,
      state_search_ms_1m_keys: rounded(found.searchMs),
      state_last_page_ms_1m_keys: rounded(found.lastPageMs),
      checkpoint_bytes_1pct_of_1m: found.checkpointBytes,
      checkpoint_ms_1pct_of_1m: rounded(found.checkpointMs),
      million_keys_exact: found.faults.length === 0 ? 1 : 0,
    };
  });
  await figure('file', async () => {
    const visits = [];
    for (let i = 0; i < VISITS; i++) visits.push(await fileToCounts(server.url));
    return { file_to_counts_ms: Math.round(visits.sort((a, b) => a - b)[Math.floor(VISITS / 2)] ?? Number.NaN) };
  });
  await figure('big file', async () => {
    const { takenInMs, faults } = await readBigFile(server.url);
    for (const fault of faults) complain('big file', fault);
    return { big_file_exact: faults.length === 0 ? 1 : 0, big_file_taken_in_ms: takenInMs };
  });
  await figure('hostile files', async () => {
    const { files, right, faults } = await visitHostileFiles(server.url);
    for (const fault of faults) complain('hostile files', fault);
    return { hostile_files: files, hostile_files_right: right };
  });
  await figure('kills', async () => {
    const result = await runCampaign({
      scenario: WORDS_SCENARIO,
      url: server.url,
      kills: Number(values.kills),
      seed: Number(values.seed),
      until: began + KILLS_UNTIL_MS,
      say: (words) => console.error(words),
    });
    for (const fault of result.faults) complain('kills', fault);
    return { kills: result.kills, kills_exact: result.exact, kill_batches: result.batches, kill_lines: result.lines };
  });
  for (const scenario of SEED_SCENARIOS) {
    const name = scenario.typed === null ? 'hourly' : 'network';
    await figure(`${name} kills`, async () => {
      const options = { scenario, url: server.url, kills: Number(values['seed-kills']), seed: Number(values.seed) + 2 };
      const result = await runCampaign({ ...options, until: Date.now() + DATA_KILLS_MS, say: (words) => console.error(words) });
      for (const fault of result.faults) complain(`${name} kills`, fault);
      return { [`${name}_kills`]: result.kills, [`${name}_kills_exact`]: result.exact, [`${name}_state_shown`]: result.atEnd ? 1 : 0 };
    });
  }
  await figure('data kills', async () => {
    const servers = await startLiveServers();
    try {
      const result = await runCampaign({
        scenario: dataScenario(servers),
        url: server.url,
        kills: Number(values['data-kills']),
        seed: Number(values.seed) + 1,
        until: Date.now() + DATA_KILLS_MS,
        say: (words) => console.error(words),
      });
      for (const fault of result.faults) complain('data kills', fault);
      return { data_kills: result.kills, data_kills_exact: result.exact, data_kill_batches: result.batches };
    } finally {
      await servers.close();
    }
  });
} finally {
  await server.close();
}
figures['seconds'] = Math.round((Date.now() - began) / 1_000);
const text = JSON.stringify(figures, null, 2);
console.log(text);
if (values.json !== undefined) writeFileSync(values.json, `${text}\n`);
process.exit(failed ? 1 : 0);

async function figure(name: string, measure: () => Promise<{ readonly [figure: string]: number }>): Promise<void> {
  if (!name.includes(values.only)) return;
  console.error(`${name} …`);
  try {
    Object.assign(figures, await measure());
  } catch (error) {
    complain(name, error instanceof Error ? error.message : String(error));
    figures[name.replaceAll(' ', '_')] = null;
  }
}

function complain(name: string, what: string): void {
  failed = true;
  console.error(`${name}: ${what}`);
}

function rounded(value: number | undefined): number {
  return Math.round((value ?? Number.NaN) * 10) / 10;
}
