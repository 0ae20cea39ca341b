import { describe, expect, it } from 'vitest';
import { countingPipeline, millrace, scratchFolder, writeJson } from './command-line.ts';

describe('millrace', () => {
  it('without a command lists the commands; with --help explains one; an unknown command or option exits with 2', async () => {
    const overview = await millrace();
    expect(overview.code).toBe(0);
    for (const name of ['validate', 'replay', 'run']) expect(overview.out).toContain(`  ${name} FILE`);
    const help = await millrace('replay', '--help');
    expect(help.code).toBe(0);
    expect(help.out).toContain('--checkpoint DIR');
    expect((await millrace('fly')).code).toBe(2);
    const wrong = await millrace('validate', '--fast');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain("Unknown option '--fast'");
    expect(wrong.err).not.toContain('    at ');
  });
});

describe('validate', () => {
  it('exits with 0 for a pipeline that can run, with 1 for one that cannot, with 2 for a file that cannot be read', async () => {
    const folder = scratchFolder();
    const good = await millrace('validate', writeJson(folder, 'good.json', countingPipeline()));
    expect(good).toMatchObject({ code: 0, err: '' });
    expect(good.out).toContain('it can run');
    const bad = await millrace(
      'validate',
      writeJson(folder, 'bad.json', countingPipeline({ operators: { counts: { type: 'filter', params: { condition: 'value <' } } } })),
    );
    expect(bad.code).toBe(1);
    expect(bad.out).toMatch(/^error: .*\n {2}at "Filter" \(counts\), field condition, character \d+\n {2}\S.*\n.*: 1 error\.\n$/);
    const missing = await millrace('validate', `${folder}/none.json`);
    expect(missing.code).toBe(2);
    expect(missing.err).toContain('there is no such file');
  });

  it('with --json answers one object, with the words of each problem', async () => {
    const folder = scratchFolder();
    const path = writeJson(folder, 'bad.json', countingPipeline({ edges: ['counts.out -> nobody.in'] }));
    const { code, out } = await millrace('validate', path, '--json');
    expect(code).toBe(1);
    const answer: unknown = JSON.parse(out);
    expect(answer).toMatchObject({ valid: false, problems: [{ code: 'pipeline/edge-without-operator', severity: 'error' }] });
    expect(JSON.stringify(answer)).toContain('"next":');
  });

  it('says of an unknown operator that this build does not know it', async () => {
    const folder = scratchFolder();
    const { code, out } = await millrace(
      'validate',
      writeJson(folder, 'new.json', countingPipeline({ operators: { later: { type: 'teleport', params: {} } } })),
    );
    expect(code).toBe(1);
    expect(out).toContain('teleport');
  });
});
