// The selected block of cells of the results table and how keys move it, as spreadsheets do. Pure.

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** All cells between anchor and focus; the focus is where the keys are. */
export interface CellSelection {
  readonly anchor: Cell;
  readonly focus: Cell;
}

export interface TableSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows a page key moves by. */
  readonly page: number;
}

export interface KeyPress {
  readonly key: string;
  readonly shift: boolean;
  /** Ctrl or Cmd. */
  readonly mod: boolean;
}

export function singleCell(row: number, column: number): CellSelection {
  return { anchor: { row, column }, focus: { row, column } };
}

export function rowsOf(selection: CellSelection): { readonly from: number; readonly to: number } {
  return { from: Math.min(selection.anchor.row, selection.focus.row), to: Math.max(selection.anchor.row, selection.focus.row) };
}

export function columnsOf(selection: CellSelection): { readonly from: number; readonly to: number } {
  return { from: Math.min(selection.anchor.column, selection.focus.column), to: Math.max(selection.anchor.column, selection.focus.column) };
}

export function isSelected(selection: CellSelection | null, row: number, column: number): boolean {
  if (selection === null) return false;
  const rows = rowsOf(selection);
  const columns = columnsOf(selection);
  return row >= rows.from && row <= rows.to && column >= columns.from && column <= columns.to;
}

/** The selection after a key, or undefined when the key is not one that selects. */
export function selectByKey(selection: CellSelection | null, press: KeyPress, size: TableSize): CellSelection | null | undefined {
  if (size.rows === 0 || size.columns === 0) return undefined;
  if (press.key === 'Escape') return selection === null ? undefined : null;
  if (press.mod && press.key.toLowerCase() === 'a') {
    return { anchor: { row: 0, column: 0 }, focus: { row: size.rows - 1, column: size.columns - 1 } };
  }
  if (press.key === ' ' && press.shift && selection !== null) {
    return { anchor: { row: selection.anchor.row, column: 0 }, focus: { row: selection.focus.row, column: size.columns - 1 } };
  }
  const target = moved(selection?.focus ?? null, press, size);
  if (target === undefined) return undefined;
  return press.shift && selection !== null ? { anchor: selection.anchor, focus: target } : { anchor: target, focus: target };
}

function moved(from: Cell | null, press: KeyPress, size: TableSize): Cell | undefined {
  const at = from ?? { row: -1, column: 0 };
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  const to = (row: number, column: number): Cell => ({ row: clamp(row, lastRow), column: clamp(column, lastColumn) });
  switch (press.key) {
    case 'ArrowDown':
      return press.mod ? to(lastRow, at.column) : to(at.row + 1, at.column);
    case 'ArrowUp':
      return press.mod ? to(0, at.column) : to(at.row - 1, at.column);
    case 'ArrowRight':
      return to(at.row, press.mod ? lastColumn : at.column + (from === null ? 0 : 1));
    case 'ArrowLeft':
      return to(at.row, press.mod ? 0 : at.column - 1);
    case 'PageDown':
      return to(at.row + size.page, at.column);
    case 'PageUp':
      return to(at.row - size.page, at.column);
    case 'Home':
      return to(press.mod ? 0 : at.row, 0);
    case 'End':
      return to(press.mod ? lastRow : at.row, lastColumn);
    default:
      return undefined;
  }
}

/** Keeps a selection inside a table that became smaller. */
export function clampSelection(selection: CellSelection | null, size: Pick<TableSize, 'rows' | 'columns'>): CellSelection | null {
  if (selection === null || size.rows === 0 || size.columns === 0) return null;
  const inside = (cell: Cell): Cell => ({ row: clamp(cell.row, size.rows - 1), column: clamp(cell.column, size.columns - 1) });
  const { anchor, focus } = selection;
  if (anchor.row < size.rows && focus.row < size.rows && anchor.column < size.columns && focus.column < size.columns) return selection;
  return { anchor: inside(anchor), focus: inside(focus) };
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
