// What the aggregate calls of one operator compute for each row: arguments, several as one STRUCT, and filters. An expression that
// calls have in common is computed once. An argument under a FILTER is computed only for the rows that pass it, as in Spark, so a
// row that does not pass cannot fail.
import type { Column, Nulls, Rows, Selection } from '../../columns/column.ts';
import { formatTerm } from '../../plan/state-shape.ts';
import type { AggregateCall } from '../../sql/aggregate.ts';
import type { Expression } from '../../sql/expression.ts';
import type { RowError } from '../../sql/row-errors.ts';
import type { CallInput } from '../state/accumulator-set.ts';
import { argumentType } from '../state/create-accumulator.ts';
import { RowExpression } from './row-expression.ts';

interface CallParts {
  readonly call: AggregateCall;
  /** Places among `expressions`. */
  readonly args: readonly number[];
  /** -1: no filter. */
  readonly filter: number;
}

export class CallArguments {
  /** To be computed over a batch, in this order. */
  readonly expressions: readonly RowExpression[];
  private readonly parts: readonly CallParts[];

  constructor(operatorId: string, calls: readonly AggregateCall[], timeZone: string) {
    const expressions: RowExpression[] = [];
    const places = new Map<string, number>();
    const placeOf = (text: string, make: () => RowExpression): number => {
      const known = places.get(text);
      if (known !== undefined) return known;
      const place = expressions.push(make()) - 1;
      places.set(text, place);
      return place;
    };
    this.parts = calls.map((call): CallParts => {
      const { argument, more = [], filter: condition } = call;
      const under = condition === undefined ? '' : ` under ${formatTerm(condition.root)}`;
      const filter =
        condition === undefined ? -1 : placeOf(`filter ${formatTerm(condition.root)}`, () => new FilterExpression(operatorId, condition, timeZone));
      const passing = expressions[filter];
      const args = (argument === null ? [] : [argument, ...more]).map((one) =>
        placeOf(`${formatTerm(one.root)}${under}`, () =>
          passing instanceof FilterExpression
            ? new FilteredExpression(operatorId, one, timeZone, passing)
            : new RowExpression(operatorId, one, timeZone),
        ),
      );
      return { call, args, filter };
    });
    this.expressions = expressions;
  }

  /** One input a call, from the columns of `expressions`, which are right at the selected rows. */
  inputs(columns: readonly (Column | null)[], selection: Selection): readonly CallInput[] {
    return this.parts.map(({ call, args, filter }): CallInput => {
      const column = together(
        call,
        args.flatMap((place) => columns[place] ?? []),
      );
      const condition = columns[filter];
      return condition == null ? column : { kind: 'filtered', column, taken: placesOf(condition, selection) };
    });
  }

  /** The inputs over a batch whose refused rows stop the run. @throws ProblemError. */
  over(rows: Rows, timeMs: number): readonly CallInput[] {
    return this.inputs(
      this.expressions.map((expression) => expression.over(rows, timeMs)),
      rows.selection,
    );
  }
}

function together(call: AggregateCall, columns: readonly Column[]): Column | null {
  const [first, ...more] = columns;
  if (first === undefined || more.length === 0) return first ?? null;
  return {
    kind: 'struct',
    type: argumentType(call),
    length: first.length,
    nulls: call.function === 'listagg' ? first.nulls : eitherNull(columns),
    fields: columns,
  };
}

function eitherNull(columns: readonly Column[]): Nulls {
  const masks = columns.flatMap(({ nulls }) => (nulls === null ? [] : [nulls]));
  const [first, ...more] = masks;
  if (first === undefined || more.length === 0) return first ?? null;
  return first.map((mark, row) => (more.some((mask) => mask[row] === 1) ? 1 : mark));
}

/** The places among the selected rows for which the condition is TRUE. */
function placesOf(condition: Column, selection: Selection): Int32Array {
  const count = selection === null ? condition.length : selection.length;
  const places = new Int32Array(count);
  let passed = 0;
  for (let i = 0; i < count; i++) if (isTrue(condition, selection === null ? i : (selection[i] as number))) places[passed++] = i;
  return places.subarray(0, passed);
}

function isTrue(condition: Column, row: number): boolean {
  return condition.kind === 'boolean' && condition.values[row] === 1 && (condition.nulls === null || condition.nulls[row] === 0);
}

/** A filter; it remembers the last batch, since the arguments under it ask for the same one. */
class FilterExpression extends RowExpression {
  private lastRows: Rows | null = null;
  private lastPassing: Int32Array = new Int32Array(0);

  /** Positions of the rows that pass. A row for which the filter has no value does not; that it has none is told once, by the filter itself. */
  passing(rows: Rows, timeMs: number): Int32Array {
    if (this.lastRows === rows) return this.lastPassing;
    const { column } = this.collect(rows, timeMs);
    const places = placesOf(column, rows.selection);
    this.lastRows = rows;
    this.lastPassing = rows.selection === null ? places : places.map((place) => rows.selection?.[place] ?? 0);
    return this.lastPassing;
  }
}

class FilteredExpression extends RowExpression {
  private readonly filter: FilterExpression;

  constructor(operatorId: string, expression: Expression, timeZone: string, filter: FilterExpression) {
    super(operatorId, expression, timeZone);
    this.filter = filter;
  }

  override over(rows: Rows, timeMs: number): Column {
    return super.over(this.narrowed(rows, timeMs), timeMs);
  }

  override collect(rows: Rows, timeMs: number): { readonly column: Column; readonly errors: readonly RowError[] } {
    return super.collect(this.narrowed(rows, timeMs), timeMs);
  }

  private narrowed(rows: Rows, timeMs: number): Rows {
    return { ...rows, selection: this.filter.passing(rows, timeMs) };
  }
}
