// How the dock names and draws an operator: by the draft's name and icon, and for one that is no longer in the draft by what
// is known, its id.
import { useMemo } from 'react';
import { definitionOf } from '../../operators/catalogue.ts';
import type { OperatorFamily } from '../../operators/operator-definition.ts';
import type { OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import { documentStore, useDocument } from '../store/document-store.ts';
import { Tile } from '../ui/Tile.tsx';

export interface OperatorFace {
  readonly id: OperatorId;
  readonly name: string;
  readonly type: string | null;
  readonly family: OperatorFamily;
  readonly icon: string;
}

export function faceOf(document: PipelineDocument | null, id: OperatorId): OperatorFace {
  const box = document?.operators[id];
  const definition = box === undefined ? undefined : definitionOf(box.type);
  return {
    id,
    name: box?.name ?? definition?.title ?? box?.type ?? id,
    type: box?.type ?? null,
    family: definition?.family ?? 'transform',
    icon: definition?.icon ?? 'op-select',
  };
}

export function useOperatorFace(id: OperatorId): OperatorFace {
  const document = useDocument((state) => state.document);
  return useMemo(() => faceOf(document, id), [document, id]);
}

/** The name an operator has now, for code outside React. */
export function nameOfOperator(id: OperatorId): string {
  return faceOf(documentStore.getState().document, id).name;
}

export function OperatorTile({ id }: { readonly id: OperatorId }) {
  const { family, icon } = useOperatorFace(id);
  return <Tile family={family} icon={icon} size="sm" />;
}
