// "1.234.567,89" as "1234567.89": digits with points, blanks or apostrophes between groups of three, and a comma before the rest.

const form = /^([+-]?)(\d{1,3}(?:[. '\u00a0\u202f\u2019]\d{3})+|\d+)(?:,(\d+))?$/;

/** The number in the form that CAST reads; null when the text is none. */
export function withDecimalPoint(text: string): string | null {
  const match = form.exec(text.trim());
  if (match === null) return null;
  const whole = (match[2] ?? '').replace(/[^\d]/g, '');
  return `${match[1] ?? ''}${whole}${match[3] === undefined ? '' : `.${match[3]}`}`;
}
