// What a drag with Alt will put down: the boxes as they will lie, while the ones they are copies of stay.
import { ViewportPortal } from '@xyflow/react';
import type { PipelineDocument } from '../../pipeline/document.ts';
import { findDefinition, operatorTitle } from '../store/document-model.ts';
import { Icon } from '../ui/Icon.tsx';
import { operatorIcon } from '../ui/icons.ts';
import { NODE_WIDTH, nodeHeight } from './node-size.ts';

interface Props {
  readonly document: PipelineDocument;
  readonly places: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
}

export function CopyGhosts({ document, places }: Props) {
  return (
    <ViewportPortal>
      {[...places].map(([id, { x, y }]) => {
        const box = document.operators[id];
        if (box === undefined) return null;
        const definition = findDefinition(box.type);
        return (
          <div
            key={id}
            className={`node copy-ghost fam-${definition?.family ?? 'transform'}`}
            style={{ width: NODE_WIDTH, height: nodeHeight(definition), transform: `translate(${x}px, ${y}px)` }}
            aria-hidden="true"
          >
            <div className="node-head">
              <span className={`tile fam-${definition?.family ?? 'transform'}`}>
                <Icon name={operatorIcon(definition?.icon ?? '')} />
              </span>
              <b className="node-name">{operatorTitle(box)}</b>
            </div>
          </div>
        );
      })}
    </ViewportPortal>
  );
}
