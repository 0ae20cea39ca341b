import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definitionOf } from '../../src/operators/catalogue.ts';
import { connectionProblem } from '../../src/operators/connection-problem.ts';
import { lowerDocument } from '../../src/operators/lower-document.ts';
import type { Endpoint, PipelineDocument } from '../../src/pipeline/document.ts';
import { connect, moveOperators, renameOperator, setParam } from '../../src/pipeline/edits.ts';
import { sameEdge } from '../../src/pipeline/graph.ts';
import { parseDocument } from '../../src/pipeline/parse.ts';
import { diffPlans } from '../../src/plan/plan-diff.ts';
import { describeProblem } from '../../src/problem/problem.ts';
import { Random } from '../oracle/random.ts';
import { randomEdit, randomPipeline } from '../oracle/random-pipeline.ts';
import { mustBeOk } from '../pipeline/expect-result.ts';
import { anyDocument, expectWhole, takesMany } from '../pipeline/random-documents.ts';
import { WORD_COUNT } from '../pipeline/word-count.ts';

function ports(document: PipelineDocument, side: 'inputs' | 'outputs'): readonly Endpoint[] {
  return Object.entries(document.operators).flatMap(([operator, box]) =>
    (definitionOf(box.type)?.[side] ?? []).map((port) => ({ operator, port: port.id })),
  );
}

describe('a document that was edited', () => {
  it('is lowered to what a copy of it is, of which nothing is remembered', () => {
    void fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = new Random(seed);
        let { document } = randomPipeline(random, false);
        for (let i = 0; i < 6; i++) {
          expect(lowerDocument(document)).toEqual(lowerDocument(structuredClone(document)));
          document = randomEdit(random, document)?.document ?? document;
        }
      }),
      { numRuns: 100 },
    );
  });

  it('has the very nodes it had where nothing changed that leads to them', () => {
    const { document } = mustBeOk(parseDocument(WORD_COUNT));
    const before = lowerDocument(document).plan?.nodes ?? [];
    const [first, ...behind] = before;
    const renamed = lowerDocument(renameOperator(document, before.at(-1)?.operatorId ?? '', 'Other').document).plan?.nodes ?? [];
    expect(renamed.slice(0, -1).every((node, i) => node === before[i])).toBe(true);
    expect(renamed.at(-1)).not.toBe(before.at(-1));
    const moved = lowerDocument(setParam(document, first?.operatorId ?? '', 'rowsPerSecond', 7).document).plan?.nodes ?? [];
    expect(behind.some((node) => moved.includes(node))).toBe(false);
  });
});

describe('any document one can come to by editing', () => {
  it('is lowered to a plan or to problems that read well and point at what is there', () => {
    void fc.assert(
      fc.property(anyDocument, (document) => {
        const { plan, problems, outputs } = lowerDocument(document);
        expect(plan === null).toBe(problems.some((p) => p.severity === 'error'));
        for (const p of problems) {
          if (p.where.operator !== undefined) expect(Object.keys(document.operators)).toContain(p.where.operator);
          expect(describeProblem(p).what).toMatch(/\.$/);
        }
        const before = new Set<string>();
        for (const node of plan?.nodes ?? []) {
          for (const input of node.inputs) expect(before.has(input.node)).toBe(true);
          before.add(node.id);
          expect(Object.keys(document.operators)).toContain(node.operatorId);
        }
        expect(before.size).toBe(plan?.nodes.length ?? 0);
        for (const streams of outputs.values()) for (const { streamType } of streams) expect(streamType.slideMs).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });

  it('b1: keeps every state when boxes are moved and renamed', () => {
    void fc.assert(
      fc.property(anyDocument, fc.string(), (document, name) => {
        const ids = Object.keys(document.operators);
        const moved = moveOperators(document, Object.fromEntries(ids.map((id, i) => [id, [i * 8, 8]]))).document;
        const renamed = ids.reduce((d, id) => renameOperator(d, id, name).document, moved);
        const [before, after] = [lowerDocument(document).plan, lowerDocument(renamed).plan];
        expect(after).toEqual(before);
        if (before !== null && after !== null) for (const diff of diffPlans(before, after)) expect(diff.outcome).toBe('kept');
      }),
      { numRuns: 100 },
    );
  });

  it('takes every edge the canvas may draw, and no stream is refused after it was drawn', () => {
    void fc.assert(
      fc.property(anyDocument, (document) => {
        for (const from of ports(document, 'outputs').slice(0, 6)) {
          for (const to of ports(document, 'inputs').slice(0, 6)) {
            if (connectionProblem(document, from, to) !== null) continue;
            const wired = connect(document, from, to, takesMany(document)).document;
            expect(wired.edges.filter((edge) => sameEdge(edge, { from, to }))).toHaveLength(1);
            expect(wired.edges).toHaveLength(document.edges.length + 1);
            expectWhole(wired);
            const refused = lowerDocument(wired).problems.filter((p) => p.where.operator === to.operator && p.code === 'plan/stream-refused');
            expect(refused).toEqual([]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
