import type { OperatorBox } from '../pipeline/document.ts';
import { definitionOf } from './catalogue.ts';

/** What an operator is called in sentences: its name, else its title, else its type. */
export function labelOf(box: OperatorBox): string {
  return box.name ?? definitionOf(box.type)?.title ?? box.type;
}
