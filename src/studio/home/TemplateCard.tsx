// One template: its picture, what it shows, and one click that creates, opens and runs it.
import { useState } from 'react';
import type { Template } from '../../operators/template.ts';
import { Icon } from '../ui/Icon.tsx';
import { createAndRun } from './create-pipeline.ts';
import { GraphPicture } from './GraphPicture.tsx';

export function TemplateCard({ template }: { readonly template: Template }) {
  const [starting, setStarting] = useState(false);
  const { document, description, tags } = template;
  return (
    <button
      type="button"
      className="card"
      aria-label={`${document.name}. ${description} Open and run`}
      disabled={starting}
      onClick={() => {
        setStarting(true);
        void createAndRun(document).finally(() => setStarting(false));
      }}
    >
      <span className="card-top">
        <GraphPicture document={document} width={374} height={66} icons={true} />
      </span>
      <span className="card-b">
        <span className="card-h">
          <b>{document.name}</b>
          <span className="go">
            Open and run
            <Icon name="arrow-r" className="i-sm" />
          </span>
        </span>
        <span className="card-p">{description}</span>
        <span className="tags">
          {tags.map((tag) => (
            <span key={tag} className="tag">
              {tag}
            </span>
          ))}
        </span>
      </span>
    </button>
  );
}
