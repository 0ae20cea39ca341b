// A pipeline as a small picture: its boxes in their places, by family, with icons where there is room.
import { useMemo } from 'react';
import type { PipelineDocument } from '../../pipeline/document.ts';
import { findDefinition } from '../store/document-model.ts';
import { Icon } from '../ui/Icon.tsx';
import { operatorIcon } from '../ui/icons.ts';
import { type PictureBox, pictureOf } from './graph-picture.ts';

interface Props {
  readonly document: PipelineDocument;
  readonly width: number;
  readonly height: number;
  readonly icons: boolean;
}

export function GraphPicture({ document, width, height, icons }: Props) {
  const picture = useMemo(() => pictureOf(document, { width, height, icons }), [document, width, height, icons]);
  return (
    <svg className={icons ? 'thumb' : 'thumb is-small'} width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {picture.edges.map((path) => (
        <path key={path} className="mm-edge" d={path} />
      ))}
      {picture.boxes.map((box) => {
        const definition = findDefinition(box.type);
        return (
          <g key={box.id} className={`fam-${definition?.family ?? 'transform'}`}>
            <path className="mm-node" d={outline(box, definition?.family ?? 'transform')} />
            {icons && (
              <svg
                x={box.x + box.width / 2 - 6.5}
                y={box.y + box.height / 2 - 6.5}
                width={13}
                height={13}
                viewBox="0 0 16 16"
                className="thumb-icon"
                aria-hidden="true"
              >
                <Icon name={operatorIcon(definition?.icon ?? '')} />
              </svg>
            )}
          </g>
        );
      })}
    </svg>
  );
}

function outline({ x, y, width, height }: PictureBox, family: string): string {
  const round = height / 2;
  const plain = Math.min(5, height / 4);
  const left = family === 'source' ? round : plain;
  const right = family === 'sink' ? round : plain;
  return `M${x + left} ${y}H${x + width - right}a${right} ${right} 0 0 1 ${right} ${right}V${y + height - right}a${right} ${right} 0 0 1 ${-right} ${right}H${x + left}a${left} ${left} 0 0 1 ${-left} ${-left}V${y + left}a${left} ${left} 0 0 1 ${left} ${-left}Z`;
}
