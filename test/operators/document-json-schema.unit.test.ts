import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/operators/catalogue.ts';
import { documentJsonSchema } from '../../src/operators/document-json-schema.ts';

describe('the published JSON Schema', () => {
  it('is the one the definitions make (vitest run -u of this file writes it anew)', async () => {
    await expect(documentJsonSchema()).toMatchFileSnapshot('../../public/millrace.schema.json');
  });

  it('knows every operator with its params, and refuses other keys', () => {
    const text = documentJsonSchema();
    for (const { type, fields } of CATALOGUE) {
      expect(text).toContain(`"const": "${type}"`);
      for (const field of fields) expect(text).toContain(JSON.stringify(field.help));
    }
    expect(JSON.parse(text)).toMatchObject({ additionalProperties: false, required: ['format', 'formatVersion', 'name', 'operators', 'edges'] });
  });
});
