// Connecting without dragging (C): the ports the operator can be joined to, then those it cannot, with the reason.
import { useMemo, useState } from 'react';
import type { PortDefinition } from '../../operators/operator-definition.ts';
import { inputsOf, outputsOf } from '../../operators/ports.ts';
import type { Endpoint, OperatorId, PipelineDocument } from '../../pipeline/document.ts';
import { connect } from '../../pipeline/edits.ts';
import { findDefinition, operatorTitle, takesMany } from '../store/document-model.ts';
import { edit, useDocument } from '../store/document-store.ts';
import { announce } from '../ui/announce.ts';
import { Keys } from '../ui/Keys.tsx';
import { PickEmpty, PickGroup, PickItem, PickList } from '../ui/PickList.tsx';
import { Tile } from '../ui/Tile.tsx';
import { closeOverlay } from '../ui/ui-store.ts';
import { fittingPorts } from './fitting-ports.ts';

interface Choice {
  readonly key: string;
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** The operator at the other end. */
  readonly other: OperatorId;
  readonly title: string;
  readonly port: string;
  readonly reason: string | null;
}

export function ConnectList({ operatorId }: { readonly operatorId: OperatorId }) {
  const [query, setQuery] = useState('');
  const document = useDocument((state) => state.document);
  const box = document?.operators[operatorId];
  const name = box === undefined ? '' : operatorTitle(box);
  const choices = useMemo(() => (document === null ? [] : choicesOf(document, operatorId)), [document, operatorId]);
  const shown = choices.filter(({ title }) => title.toLowerCase().includes(query.toLowerCase().trim()));
  const join = ({ from, to, title }: Choice): void => {
    closeOverlay();
    if (edit((before) => connect(before, from, to, takesMany(before)))) announce(`${name} connected with ${title}`);
  };
  const item = (choice: Choice) => {
    const definition = findDefinition(document?.operators[choice.other]?.type ?? '');
    return (
      <PickItem
        key={choice.key}
        value={choice.key}
        disabled={choice.reason !== null}
        lead={<Tile family={definition?.family ?? 'transform'} icon={definition?.icon ?? ''} size="sm" />}
        label={choice.title}
        note={<small className={choice.reason === null ? undefined : 'why-not'}>{choice.reason ?? `${choice.port}, fits`}</small>}
        onSelect={() => join(choice)}
      />
    );
  };
  const sends = shown.filter(({ from, reason }) => reason === null && from.operator === operatorId);
  const takes = shown.filter(({ from, reason }) => reason === null && from.operator !== operatorId);
  const refused = shown.filter(({ reason }) => reason !== null);
  return (
    <PickList
      label={`Connect ${name} to`}
      placeholder={`Connect ${name} to…`}
      icon="link"
      query={query}
      onQuery={setQuery}
      onClose={closeOverlay}
      footer={
        <>
          <Keys keys={['↑', '↓']} /> and <Keys keys={['Enter']} /> connect. Works the same by touch.
        </>
      }
    >
      <PickEmpty className="cmd-empty">There is nothing to connect {name} to yet. Add another operator first.</PickEmpty>
      {sends.length > 0 && <PickGroup heading="It sends to">{sends.map(item)}</PickGroup>}
      {takes.length > 0 && <PickGroup heading="It takes from">{takes.map(item)}</PickGroup>}
      {refused.length > 0 && <PickGroup heading="Does not fit">{refused.map(item)}</PickGroup>}
    </PickList>
  );
}

/** From its outputs to the inputs of the others, and the outputs of others that fit an input of its own. */
function choicesOf(document: PipelineDocument, operatorId: OperatorId): readonly Choice[] {
  const box = document.operators[operatorId];
  const definition = box === undefined ? null : findDefinition(box.type);
  if (box === undefined || definition === null) return [];
  const outputs = outputsOf(definition, box.params);
  const sends = choicesOfSide(document, operatorId, outputs, 'out');
  const takes = choicesOfSide(document, operatorId, inputsOf(definition, box.params), 'in');
  // Why nothing can feed it is only worth saying where there is nothing else: at a sink.
  return [...sends, ...(outputs.length === 0 ? takes : takes.filter(({ reason }) => reason === null))];
}

function choicesOfSide(document: PipelineDocument, operatorId: OperatorId, own: readonly PortDefinition[], side: 'in' | 'out'): readonly Choice[] {
  return own.flatMap((port) => {
    const mine = { operator: operatorId, port: port.id };
    return [...fittingPorts(mine, side)].flatMap(([key, reason]): readonly Choice[] => {
      const [, other = '', otherPort = ''] = /^(?:in|out):(.*)\.([^.]+)$/.exec(key) ?? [];
      const box = document.operators[other];
      if (box === undefined || other === operatorId) return [];
      const theirs = { operator: other, port: otherPort };
      const known = findDefinition(box.type);
      const label = [...(known?.inputs ?? []), ...(known?.outputs ?? [])].find((candidate) => candidate.id === otherPort)?.label ?? otherPort;
      return [
        {
          key: `${side}.${port.id}>${key}`,
          from: side === 'out' ? mine : theirs,
          to: side === 'out' ? theirs : mine,
          other,
          title: operatorTitle(box),
          port: label.toLowerCase(),
          reason,
        },
      ];
    });
  });
}
