// Document to plan: every operator after those that feed it, each through its own lower(). Goes on after errors, so that
// whatever can be typed shows its columns, and says each trouble once: an operator behind a broken one is silent. Pure, and
// remembered per document, because the canvas, the inspector and the problems list all ask.
import type { Schema } from '../columns/data-type.ts';
import type { Edge, Endpoint, OperatorBox, OperatorId, PipelineDocument } from '../pipeline/document.ts';
import { findLoop, sortByEdges } from '../pipeline/graph.ts';
import { dayWindowProblems } from '../plan/day-window-lint.ts';
import { growingStateProblems } from '../plan/growing-state-lint.ts';
import type { NodeId, Plan } from '../plan/plan.ts';
import { PlanBuilder } from '../plan/plan-builder.ts';
import type { StreamType } from '../plan/stream-type.ts';
import { type Problem, problem } from '../problem/problem.ts';
import { isOrderDependent } from '../sql/aggregate.ts';
import { definitionOf } from './catalogue.ts';
import { checkParams } from './check-params.ts';
import { checkSettings } from './check-settings.ts';
import { lowerBox } from './lower-box.ts';
import type { OperatorDefinition, PortDefinition } from './operator-definition.ts';
import { labelOf } from './operator-label.ts';
import { outputsOf } from './ports.ts';

export interface OutputStream {
  readonly port: string;
  readonly streamType: StreamType;
}

export interface LoweredDocument {
  /** null while a problem is an error. */
  readonly plan: Plan | null;
  readonly problems: readonly Problem[];
  /** What flows out of each operator that could be typed. */
  readonly outputs: ReadonlyMap<OperatorId, readonly OutputStream[]>;
  /** The columns each operator's expressions see: those of its first input. */
  readonly inputs: ReadonlyMap<OperatorId, Schema>;
}

const remembered = new WeakMap<PipelineDocument, LoweredDocument>();

export function lowerDocument(document: PipelineDocument): LoweredDocument {
  const known = remembered.get(document);
  if (known !== undefined) return known;
  const lowered = new Lowering(document).run();
  remembered.set(document, lowered);
  return lowered;
}

/** What comes over an edge: a node, nothing because its operator is out of the run, or nothing because of a problem already told. */
type Flow = { readonly kind: 'node'; readonly node: NodeId } | { readonly kind: 'idle'; readonly because: string } | { readonly kind: 'broken' };

const BROKEN: Flow = { kind: 'broken' };

class Lowering {
  private readonly document: PipelineDocument;
  private readonly builder: PlanBuilder;
  private readonly problems: Problem[];
  private readonly flows = new Map<string, Flow>();
  private readonly outputs = new Map<OperatorId, readonly OutputStream[]>();
  private readonly inputs = new Map<OperatorId, Schema>();
  private readonly edgesInto = new Map<OperatorId, Edge[]>();

  constructor(document: PipelineDocument) {
    this.document = document;
    const { settings, problems } = checkSettings(document.settings);
    this.builder = new PlanBuilder(settings);
    this.problems = [...problems];
    for (const edge of document.edges) {
      const list = this.edgesInto.get(edge.to.operator);
      if (list === undefined) this.edgesInto.set(edge.to.operator, [edge]);
      else list.push(edge);
    }
  }

  run(): LoweredDocument {
    const ids = Object.keys(this.document.operators);
    const { sorted, looped } = sortByEdges(ids, this.document.edges);
    if (looped.length > 0) this.reportLoop(ids);
    for (const id of sorted) this.lowerOperator(id);
    this.checkWhole(ids);
    const plan = this.problems.some((p) => p.severity === 'error') ? null : this.finish();
    if (plan !== null) this.problems.push(...dayWindowProblems(plan), ...growingStateProblems(plan, (id) => labelOf(this.box(id))));
    return { plan, problems: this.problems, outputs: this.outputs, inputs: this.inputs };
  }

  private box(id: OperatorId): OperatorBox {
    return this.document.operators[id] ?? { type: '', params: {} };
  }

  private lowerOperator(id: OperatorId): void {
    const box = this.box(id);
    const label = labelOf(box);
    const definition = definitionOf(box.type);
    if (definition === undefined) {
      this.problems.push(problem('pipeline/unknown-operator', { operator: id }, { type: box.type, line: 0 }));
      return;
    }
    const flowsIn = new Map(definition.inputs.map((port) => [port.id, this.flowsInto(id, label, definition, port, box.disabled === true)]));
    const first = [...flowsIn.values()].flat().find((flow) => flow.kind === 'node');
    if (first?.kind === 'node') this.inputs.set(id, this.builder.streamType(first.node).columns);
    if (box.disabled === true) {
      this.passThrough(id, label, definition, [...flowsIn.values()].flat());
      return;
    }
    const params = checkParams(definition, id, label, box.params);
    if (!params.ok) this.problems.push(...params.problems);
    const flows = [...flowsIn.values()];
    if (!params.ok || flows.some((list) => list.some((flow) => flow.kind === 'broken'))) return;
    const idle = flows.find((list) => list.every((flow) => flow.kind === 'idle'))?.[0];
    if (idle?.kind === 'idle') {
      this.problems.push(problem('pipeline/nothing-flows', { operator: id }, { label, because: idle.because }));
      this.setOutputs(id, definition, idle);
      return;
    }
    const feeding = new Map([...flowsIn].map(([port, list]) => [port, list.flatMap((flow) => (flow.kind === 'node' ? [flow.node] : []))]));
    const lowered = lowerBox(id, box, definition, params.value, feeding, this.builder);
    if (!lowered.ok) this.problems.push(...lowered.problems);
    else for (const [port, node] of Object.entries(lowered.value.outputs)) this.flows.set(`${id}.${port}`, { kind: 'node', node });
    this.describeOutputs(id, definition);
  }

  /** One flow an edge into the port. A port without an edge is told once, as broken. */
  private flowsInto(id: OperatorId, label: string, definition: OperatorDefinition, port: PortDefinition, disabled: boolean): readonly Flow[] {
    const edges = (this.edgesInto.get(id) ?? []).filter((edge) => edge.to.port === port.id);
    if (edges.length === 0) {
      const ports = definition.inputs.length > 1 ? `"${port.label}" of "${label}"` : `"${label}"`;
      if (!disabled) this.problems.push(problem('pipeline/input-unconnected', { operator: id }, { ports }));
      return [disabled ? { kind: 'idle', because: label } : BROKEN];
    }
    if (edges.length > 1 && port.many !== true && !disabled) {
      this.problems.push(problem('pipeline/input-twice', { operator: id }, { label, edges: edges.length }));
    }
    return edges.map((edge) => this.flowOf(edge.from));
  }

  private flowOf({ operator, port }: Endpoint): Flow {
    const flow = this.flows.get(`${operator}.${port}`);
    if (flow !== undefined) return flow;
    const box = this.box(operator);
    const definition = definitionOf(box.type);
    const known = definition?.outputs.find((output) => output.id === port);
    if (definition !== undefined && known !== undefined && !outputsOf(definition, box.params).includes(known)) {
      const field = definition.fields.find(({ name }) => name === known.when?.param);
      const params = { label: labelOf(box), port: known.label, field: field?.label ?? '', value: known.when?.value ?? '' };
      this.problems.push(problem('pipeline/port-off', { operator, param: known.when?.param ?? '' }, params));
    }
    return BROKEN;
  }

  /** A disabled operator lets the rows of its one input through its one output; otherwise nothing flows. */
  private passThrough(id: OperatorId, label: string, definition: OperatorDefinition, flows: readonly Flow[]): void {
    const awake = flows.filter((flow) => flow.kind !== 'idle');
    const [only] = awake;
    const main = definition.outputs.filter((port) => port.when === undefined);
    const passes = definition.inputs.length === 1 && main.length === 1 && awake.length === 1 && only !== undefined;
    this.setOutputs(id, definition, { kind: 'idle', because: label });
    if (passes && main[0] !== undefined) this.flows.set(`${id}.${main[0].id}`, only);
    this.describeOutputs(id, definition);
  }

  private setOutputs(id: OperatorId, definition: OperatorDefinition, flow: Flow): void {
    for (const port of definition.outputs) this.flows.set(`${id}.${port.id}`, flow);
  }

  private describeOutputs(id: OperatorId, definition: OperatorDefinition): void {
    const streams = definition.outputs.flatMap((port): readonly OutputStream[] => {
      const flow = this.flows.get(`${id}.${port.id}`);
      return flow?.kind === 'node' ? [{ port: port.id, streamType: this.builder.streamType(flow.node) }] : [];
    });
    if (streams.length > 0) this.outputs.set(id, streams);
  }

  private reportLoop(ids: readonly OperatorId[]): void {
    const loop = findLoop(ids, this.document.edges) ?? [];
    const names = loop.map((id) => `"${labelOf(this.box(id))}"`);
    const [operator = ''] = loop;
    this.problems.push(problem('pipeline/loop', { operator }, { loop: [...names, names[0] ?? ''].join(' to ') }));
  }

  private checkWhole(ids: readonly OperatorId[]): void {
    const families = ids.map((id) => definitionOf(this.box(id).type)?.family);
    const unknown = families.includes(undefined);
    if (!unknown && !families.includes('source')) this.problems.push(problem('pipeline/no-source', {}, {}));
    if (!unknown && !families.includes('sink')) this.problems.push(problem('pipeline/no-sink', {}, {}));
    const used = new Set(this.document.edges.map((edge) => edge.from.operator));
    for (const id of ids) {
      const box = this.box(id);
      const loose = box.disabled !== true && !used.has(id) && (definitionOf(box.type)?.outputs.length ?? 0) > 0;
      if (loose) this.problems.push(problem('pipeline/output-unused', { operator: id }, { label: labelOf(box) }));
    }
    this.tellOfOrder();
    const nothingRuns = families.includes('sink') && families.includes('source') && this.finish().nodes.length === 0;
    if (nothingRuns && !this.problems.some((p) => p.severity === 'error')) this.problems.push(problem('pipeline/nothing-runs', {}, {}));
  }

  /** Answers that depend on the order of rows are no mistake, but worth knowing. */
  private tellOfOrder(): void {
    for (const node of this.builder.finish().nodes) {
      if (node.kind !== 'aggregate' || this.box(node.operatorId).params['aggregates'] === undefined) continue;
      const operator = node.operatorId;
      const label = labelOf(this.box(operator));
      for (const { name, call } of node.aggregates) {
        if (!isOrderDependent(call)) continue;
        this.problems.push(problem('plan/order-dependent', { operator, param: 'aggregates', column: name }, { label, call: call.text }));
      }
    }
  }

  /** The plan of what leads to a sink: anything else would be computed for nobody. */
  private finish(): Plan {
    const all = this.builder.finish().nodes;
    const wanted = new Set<NodeId>();
    for (const node of all.toReversed()) {
      if (node.kind === 'sink') wanted.add(node.id);
      if (wanted.has(node.id)) for (const input of node.inputs) wanted.add(input.node);
    }
    return this.builder.finish((node) => wanted.has(node.id));
  }
}
