// All functions and operators of the language by name, made from one file a group.
import { arithmeticFunctions } from './arithmetic.ts';
import { arrayFunctions } from './array.ts';
import { arraySetFunctions } from './array-sets.ts';
import { arrayShapeFunctions } from './array-shape.ts';
import { arraySortFunctions } from './array-sort.ts';
import { base32Functions } from './base32.ts';
import { bitPositionFunctions } from './bit-position.ts';
import { bitFunctions } from './bits.ts';
import { castFunctions } from './cast.ts';
import { choiceFunctions } from './choice.ts';
import { compareFunctions } from './compare.ts';
import { conditionalFunctions } from './conditional.ts';
import { datetimeFunctions } from './datetime.ts';
import { datetimeExtractFunctions } from './datetime-extract.ts';
import { datetimeFormatFunctions } from './datetime-format.ts';
import { intervalFunctions } from './datetime-interval.ts';
import { intervalPartFunctions } from './datetime-interval-parts.ts';
import { datetimePartFunctions } from './datetime-parts.ts';
import { datetimeUnitFunctions } from './datetime-units.ts';
import { datetimeZoneFunctions } from './datetime-zone.ts';
import { elementAtFunctions } from './element-at.ts';
import { encodeFunctions } from './encode.ts';
import { formatTextFunctions } from './format-text.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { hashFunctions } from './hash.ts';
import { higherOrderFunctions } from './higher-order.ts';
import { jsonFunctions } from './json.ts';
import { jsonTextFunctions } from './json-text.ts';
import { logicFunctions } from './logic.ts';
import { mapFunctions } from './map.ts';
import { mapLambdaFunctions } from './map-lambdas.ts';
import { mathFunctions } from './math.ts';
import { numberByFormatFunctions } from './number-by-format.ts';
import { numberFunctions } from './number-functions.ts';
import { patternFunctions } from './pattern.ts';
import { regexpSearchFunctions } from './regexp-search.ts';
import { roundingFunctions } from './rounding.ts';
import { sequenceFunctions } from './sequence.ts';
import { parseSignature, type Signature } from './signature.ts';
import { similarityFunctions } from './similarity.ts';
import { stringFunctions } from './string.ts';
import { textCheckFunctions } from './text-checks.ts';
import { textPartFunctions } from './text-parts.ts';
import { textShapeFunctions } from './text-shape.ts';
import { timeBucketFunctions } from './time-bucket.ts';
import { trigonometryFunctions } from './trigonometry.ts';
import { tryFunctions } from './try.ts';
import { typeOfFunctions } from './type-of.ts';
import { urlFunctions } from './url.ts';
import { windowFunctions } from './window.ts';

export const library: readonly FunctionDefinition[] = [
  ...logicFunctions,
  ...compareFunctions,
  ...arithmeticFunctions,
  ...tryFunctions,
  ...bitFunctions,
  ...roundingFunctions,
  ...mathFunctions,
  ...trigonometryFunctions,
  ...numberFunctions,
  ...conditionalFunctions,
  ...choiceFunctions,
  ...stringFunctions,
  ...textPartFunctions,
  ...textShapeFunctions,
  ...similarityFunctions,
  ...encodeFunctions,
  ...base32Functions,
  ...urlFunctions,
  ...textCheckFunctions,
  ...bitPositionFunctions,
  ...formatTextFunctions,
  ...patternFunctions,
  ...regexpSearchFunctions,
  ...castFunctions,
  ...numberByFormatFunctions,
  ...typeOfFunctions,
  ...datetimeFunctions,
  ...datetimePartFunctions,
  ...datetimeUnitFunctions,
  ...datetimeFormatFunctions,
  ...datetimeZoneFunctions,
  ...timeBucketFunctions,
  ...datetimeExtractFunctions,
  ...intervalFunctions,
  ...intervalPartFunctions,
  ...windowFunctions,
  ...arrayFunctions,
  ...elementAtFunctions,
  ...arraySetFunctions,
  ...arrayShapeFunctions,
  ...sequenceFunctions,
  ...mapFunctions,
  ...arraySortFunctions,
  ...higherOrderFunctions,
  ...mapLambdaFunctions,
  ...jsonFunctions,
  ...jsonTextFunctions,
  ...hashFunctions,
];

const byName: ReadonlyMap<string, FunctionDefinition> = new Map(
  library.flatMap((definition) => [definition.name, ...(definition.aliases ?? [])].map((name) => [name, definition] as const)),
);

/** The function of that name or alias, in any case. */
export function functionNamed(name: string): FunctionDefinition | undefined {
  return byName.get(name.toLowerCase());
}

/** Every name that can be called, aliases included; not the operators. */
export function functionNames(): string[] {
  return [...byName.keys()].filter((name) => /^[a-z_]\w*$/.test(name));
}

const signatures = new Map<FunctionDefinition, readonly Signature[]>();

/** Read when first asked for. */
export function signaturesOf(definition: FunctionDefinition): readonly Signature[] {
  const known = signatures.get(definition);
  if (known !== undefined) return known;
  const parsed = definition.signatures.map(parseSignature);
  signatures.set(definition, parsed);
  return parsed;
}
