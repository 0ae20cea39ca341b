// Which kernel computes a node: one file per kind and, for aggregates, per windowing.
import { rememberedYear } from '../../formats/remembers-years.ts';
import type { AggregateNode, JoinNode, PlanNode, SourceNode } from '../../plan/plan.ts';
import { InverseAggregateKernel } from './aggregate-inverse.ts';
import { PerBatchAggregateKernel } from './aggregate-per-batch.ts';
import { RunningAggregateKernel } from './aggregate-running.ts';
import { SlidingAggregateKernel } from './aggregate-sliding.ts';
import { TumblingAggregateKernel } from './aggregate-tumbling.ts';
import { ErrorsKernel } from './errors.ts';
import { FilterKernel } from './filter.ts';
import { PerBatchFoldKernel } from './fold-per-batch.ts';
import { PerRowFoldKernel } from './fold-per-row.ts';
import { GenerateKernel } from './generate.ts';
import { PerBatchJoinKernel } from './join-per-batch.ts';
import { TableJoinKernel } from './join-table.ts';
import { Firing, type Kernel, type StatefulKernel } from './kernel.ts';
import { ParseKernel } from './parse.ts';
import { ParseLogKernel } from './parse-log.ts';
import { ProjectKernel } from './project.ts';
import { SinkKernel } from './sink.ts';
import { TableKernel } from './table.ts';
import { TopKernel } from './top.ts';
import { UnionKernel } from './union.ts';
import { WindowKernel } from './window.ts';

export interface KernelSettings {
  readonly zeroTimeMs: number;
  readonly timeZone: string;
  /** The kernels of the inputs, null for sources; an errors node reads what they refused. */
  readonly inputs: readonly (Kernel | null)[];
}

/** `state`: the same kernel, when it remembers. */
export interface MadeKernel {
  readonly kernel: Kernel;
  readonly state: StatefulKernel | null;
}

/** `needed`: positions of the node's output columns that somebody reads. */
export function createKernel(node: Exclude<PlanNode, SourceNode>, needed: ReadonlySet<number>, settings: KernelSettings): MadeKernel {
  const { timeZone } = settings;
  switch (node.kind) {
    case 'project':
      return stateless(new ProjectKernel(node, needed, timeZone));
    case 'filter':
      return stateless(new FilterKernel(node, timeZone));
    case 'generate':
      return stateless(new GenerateKernel(node, needed, timeZone));
    case 'parse':
      return rememberedYear(node.format, node.columns) === null
        ? stateless(new ParseKernel(node, timeZone))
        : stateful(new ParseLogKernel(node, timeZone));
    case 'union':
      return stateless(new UnionKernel(node, new Firing(settings.zeroTimeMs, node.output.slideMs)));
    case 'errors':
      return stateless(
        new ErrorsKernel(
          settings.inputs.filter((kernel) => kernel !== null),
          new Firing(settings.zeroTimeMs, node.output.slideMs),
        ),
      );
    case 'sink':
      return stateless(new SinkKernel());
    case 'aggregate':
      return createAggregate(node, settings);
    case 'table':
      return stateless(new TableKernel(node));
    case 'window':
      return stateful(new WindowKernel(node, new Firing(settings.zeroTimeMs, node.slideMs)));
    case 'top':
      return stateless(new TopKernel(node, timeZone));
    case 'join':
      return stateless(createJoin(node, needed, settings));
    case 'fold': {
      const firing = new Firing(settings.zeroTimeMs, node.output.slideMs);
      // What an operator with state answers cannot be computed again for who looks at its port, so it is always whole.
      const all = new Set(node.output.columns.keys());
      if (node.per === 'batch') return stateful(new PerBatchFoldKernel(node, all, firing, timeZone));
      return stateful(new PerRowFoldKernel(node, all, firing, timeZone, settings.zeroTimeMs));
    }
  }
}

function createJoin(node: JoinNode, needed: ReadonlySet<number>, { zeroTimeMs, timeZone }: KernelSettings): Kernel {
  const firing = new Firing(zeroTimeMs, node.output.slideMs);
  switch (node.joinKind.kind) {
    case 'perBatch':
      return new PerBatchJoinKernel(node, needed, firing, timeZone);
    case 'table':
      return new TableJoinKernel(node, node.joinKind.side, needed, firing, timeZone);
  }
}

function createAggregate(node: AggregateNode, { zeroTimeMs, timeZone }: KernelSettings): MadeKernel {
  const { windowing } = node;
  switch (windowing.kind) {
    case 'perBatch':
      return stateless(new PerBatchAggregateKernel(node, timeZone));
    case 'running':
      return stateful(new RunningAggregateKernel(node, windowing.emit, new Firing(zeroTimeMs, node.output.slideMs), timeZone));
    case 'batchWindow': {
      const firing = new Firing(zeroTimeMs, windowing.slideMs);
      const { sizeMs, slideMs, inverse } = windowing;
      const plain =
        sizeMs <= slideMs
          ? new TumblingAggregateKernel(node, sizeMs, firing, timeZone)
          : new SlidingAggregateKernel(node, windowing, zeroTimeMs, firing, timeZone);
      const isPlain = inverse === undefined || (node.keys.length > 0 && !inverse.keepEmptyKeys);
      return stateful(isPlain ? plain : new InverseAggregateKernel(node, sizeMs, plain, firing));
    }
  }
}

function stateless(kernel: Kernel): MadeKernel {
  return { kernel, state: null };
}

function stateful(kernel: StatefulKernel): MadeKernel {
  return { kernel, state: kernel };
}
