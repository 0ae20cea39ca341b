// One entry of an order: an expression, which way, and where NULL goes, as Spark's ORDER BY has it. Pure.
export interface OrderEntry {
  readonly expression: string;
  readonly way: OrderWay;
}

export type OrderWay = 'asc' | 'desc' | 'asc-nulls-last' | 'desc-nulls-first';

export const ORDER_WAYS: readonly { readonly way: OrderWay; readonly label: string }[] = [
  { way: 'asc', label: 'smallest first' },
  { way: 'desc', label: 'largest first' },
  { way: 'asc-nulls-last', label: 'smallest first, NULL last' },
  { way: 'desc-nulls-first', label: 'largest first, NULL first' },
];

/** "n DESC NULLS LAST" is a largest-first by n: that is where NULL goes anyway. */
export function readOrder(text: string): OrderEntry {
  const [, expression = text, direction = '', nulls = ''] = /^([\s\S]*?)(?:\s+(ASC|DESC))?(?:\s+NULLS\s+(FIRST|LAST))?\s*$/i.exec(text) ?? [];
  const down = direction.toUpperCase() === 'DESC';
  const last = nulls.toUpperCase() === 'LAST';
  const first = nulls.toUpperCase() === 'FIRST';
  return { expression, way: down ? (first ? 'desc-nulls-first' : 'desc') : last ? 'asc-nulls-last' : 'asc' };
}

export function writeOrder({ expression, way }: OrderEntry): string {
  switch (way) {
    case 'asc':
      return expression;
    case 'desc':
      return `${expression} DESC`;
    case 'asc-nulls-last':
      return `${expression} ASC NULLS LAST`;
    case 'desc-nulls-first':
      return `${expression} DESC NULLS FIRST`;
  }
}
