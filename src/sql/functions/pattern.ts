// LIKE, regular expressions and split.
import type { FunctionDefinition } from './function-definition.ts';

export const patternFunctions: readonly FunctionDefinition[] = [];
