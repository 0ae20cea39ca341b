// The published JSON Schema (public/millrace.schema.json), made from the definitions the studio validates with. A test holds
// the file to it.
import * as z from 'zod/mini';
import { boxSchema, documentSchema } from '../pipeline/schema.ts';
import { CATALOGUE } from './catalogue.ts';
import { valuesOf } from './params-schema.ts';

export function documentJsonSchema(): string {
  const boxes = CATALOGUE.map((definition) => {
    const box = boxSchema(z.literal(definition.type), valuesOf(definition));
    z.globalRegistry.add(box, { title: definition.title, description: definition.help });
    return box;
  });
  const schema = documentSchema(z.union(boxes));
  const json = z.toJSONSchema(schema, { target: 'draft-2020-12' });
  return `${JSON.stringify({ $schema: json.$schema, title: 'Millrace pipeline', ...json }, null, 2)}\n`;
}
