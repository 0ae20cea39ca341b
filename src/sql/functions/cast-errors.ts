// What the casts share: their error classes and the words of a value in an error.
import type { Column } from '../../columns/column.ts';
import { formatType } from '../../columns/data-type.ts';

export const INVALID = 'CAST_INVALID_INPUT';
export const OVERFLOW = 'CAST_OVERFLOW';

export function unexpected(column: Column, to: string): Error {
  return new Error(`No cast from ${formatType(column.type)} to ${to}`);
}

/** Text as an error shows it. */
export function quoted(text: string): string {
  return `'${text.length > 60 ? `${text.slice(0, 60)}..` : text}'`;
}
