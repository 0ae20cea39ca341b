// The canvas: React Flow over the document. React Flow moves and selects; every change goes to the document store as one edit.
// Numbers are not its business (live-numbers.ts).
import '@xyflow/react/dist/base.css';
import {
  Background,
  BackgroundVariant,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  MiniMap,
  type NodeChange,
  type OnConnectStartParams,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  SelectionMode,
  useConnection,
  useReactFlow,
  useStore,
} from '@xyflow/react';
import { type MouseEvent as ReactMouseEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Edge, Endpoint, OperatorId } from '../../pipeline/document.ts';
import { changeNote, connect, type Edit, moveOperators } from '../../pipeline/edits.ts';
import { sortByEdges } from '../../pipeline/graph.ts';
import { duplicateTo } from '../commands/clipboard.ts';
import { useEditable, useNodeFacts } from '../store/document-hooks.ts';
import { takesMany } from '../store/document-model.ts';
import { documentStore, edit, select, useDocument } from '../store/document-store.ts';
import { NO_SELECTION } from '../store/selection.ts';
import { setView, useView } from '../store/view-store.ts';
import { announce } from '../ui/announce.ts';
import { useTheme } from '../ui/theme.ts';
import { CanvasEmpty } from './CanvasEmpty.tsx';
import { CanvasSay } from './CanvasSay.tsx';
import { CanvasTools } from './CanvasTools.tsx';
import { CopyGhosts } from './CopyGhosts.tsx';
import { type CanvasControl, canvasControl, mountCanvas, type RevealOptions } from './canvas-control.ts';
import { canvasStore, holdRefused, showRefused, useCanvas } from './canvas-store.ts';
import { FlowDashes } from './FlowDashes.tsx';
import { fittingPorts } from './fitting-ports.ts';
import { buildFlow, EMPTY_CACHE, type FlowCache, type FlowNode, noteIndex } from './flow-elements.ts';
import { redrawSparks, setFarAway } from './live-numbers.ts';
import { NodeActions } from './NodeActions.tsx';
import { NoteNode } from './NoteNode.tsx';
import { MINIMAP_FROM, NODE_WIDTH, nodeHeight } from './node-size.ts';
import { OperatorEdge, type OperatorEdgeType } from './OperatorEdge.tsx';
import { OperatorNode } from './OperatorNode.tsx';
import { openFinder } from './open-finder.ts';
import { PaletteGhost } from './PaletteGhost.tsx';
import { redrawPreviews, setPreviewsFarAway } from './sink-preview.ts';

const nodeTypes = { operator: OperatorNode, note: NoteNode };
const edgeTypes = { operator: OperatorEdge };

const FAR_BELOW = 0.6;
/** Below that zoom: how large names are written, down to which zoom. */
const FAR_NAMES = [
  [0.48, 'large'],
  [0.36, 'larger'],
] as const;
const NOT_DRAGGED: ReadonlyMap<string, { readonly x: number; readonly y: number }> = new Map();
/** From here on only what is in view is in the page. */
const CULL_FROM = 150;
/** Room for the tools at the top and the zoom at the bottom; a row of five boxes fits a window of 1440 at 100%. */
const FIT = { padding: { top: '56px', bottom: '46px', x: '18px' }, maxZoom: 1, minZoom: 0.1 } as const;
const SNAP: [number, number] = [8, 8];
const EASE_MS = 420;
const MOD_KEYS = ['Control', 'Meta'];
const MANY_KEYS = ['Shift', ...MOD_KEYS];
const MIDDLE_BUTTON = [1];
const LEAST_ZOOM = 0.1;
const MOST_ZOOM = 2;

export function Canvas() {
  return (
    <ReactFlowProvider>
      <CanvasInside />
    </ReactFlowProvider>
  );
}

function CanvasInside() {
  const facts = useNodeFacts();
  const editable = useEditable();
  const selection = useDocument((state) => state.selection);
  const pipelineId = useDocument((state) => state.pipelineId);
  const tool = useCanvas((state) => state.tool);
  const [dragged, setDragged] = useState(NOT_DRAGGED);
  // With Alt a drag puts down copies: what is dragged stays where it is, and its ghost moves.
  const [copying, setCopying] = useState(false);
  const cache = useRef<FlowCache>(EMPTY_CACHE);
  const frame = useRef<HTMLDivElement>(null);
  // On an empty canvas React Flow would keep the fit for the first box that comes, and pull that into the middle.
  const [begunWithBoxes] = useState(() => hasBoxes());
  const pressed = useRef(false);
  const copies = useRef(false);
  const order = useMemo(() => sortByEdges(Object.keys(facts.document.operators), facts.document.edges).sorted, [facts.document]);
  const tabStop = selection.operators[0] ?? order[0] ?? null;
  const flow = useMemo(() => {
    cache.current = buildFlow({ facts, selection, dragged: copying ? NOT_DRAGGED : dragged, tabStop, editable }, cache.current);
    return { nodes: [...cache.current.nodes.values()], edges: [...cache.current.edges.values()] };
  }, [facts, selection, dragged, copying, tabStop, editable]);

  const onMoveStart = useFitWhileUntouched(frame);
  useCanvasControl(frame);
  useRedrawOnTheme();
  const showMinimap = useView((view) => view.minimap) ?? order.length >= MINIMAP_FROM;

  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    takeSelection(changes, 'node');
    const moves = changes.filter((change) => change.type === 'position');
    if (moves.length === 0) return;
    setDragged((before) => {
      const next = new Map(before);
      for (const move of moves) if (move.position !== undefined && move.dragging === true) next.set(move.id, move.position);
      return next;
    });
  }, []);
  // The same functions always: React Flow hands some of them to every box, and a new one would render all of them.
  const endDrag = useCallback((moved: readonly FlowNode[]) => {
    if (copies.current) commitCopies(moved);
    else commitMove(moved);
    copies.current = false;
    setCopying(false);
    setDragged(NOT_DRAGGED);
  }, []);
  const beginDrag = useCallback((event: { readonly altKey: boolean }) => {
    copies.current = event.altKey;
    setCopying(event.altKey);
  }, []);
  const onDragStop = useCallback((_event: unknown, _node: FlowNode, moved: readonly FlowNode[]) => endDrag(moved), [endDrag]);
  const onSelectionDragStop = useCallback((_event: unknown, moved: readonly FlowNode[]) => endDrag(moved), [endDrag]);

  return (
    <section
      ref={frame}
      className={tool === 'pan' ? 'canvas is-pan' : 'canvas'}
      aria-label="Canvas"
      data-region="canvas"
      tabIndex={-1}
      onPointerDownCapture={() => {
        pressed.current = true;
      }}
      onPointerUpCapture={() => {
        pressed.current = false;
      }}
      onFocus={(event) => {
        // A press selects by itself, with its own rules for Shift; the focus that comes by keys selects the box it reaches.
        const focused = event.target.closest('.react-flow__node');
        const id = focused?.getAttribute('data-id');
        if (focused === event.target && id != null && !pressed.current) selectNode(id);
      }}
    >
      <ReactFlow<FlowNode, OperatorEdgeType>
        key={pipelineId}
        nodes={flow.nodes}
        edges={flow.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={takeEdgeSelection}
        onNodeDragStart={beginDrag}
        onSelectionDragStart={beginDrag}
        onNodeDragStop={onDragStop}
        onSelectionDragStop={onSelectionDragStop}
        onConnectStart={onConnectStart}
        onReconnectStart={onReconnectStart}
        isValidConnection={isFitting}
        onConnect={join}
        onConnectEnd={endConnect}
        onReconnect={reconnect}
        onPaneClick={focusCanvas}
        onDoubleClick={findAtPointer}
        onNodeContextMenu={openNodeMenu}
        snapToGrid={true}
        snapGrid={SNAP}
        onMoveStart={onMoveStart}
        fitView={begunWithBoxes}
        fitViewOptions={FIT}
        minZoom={LEAST_ZOOM}
        maxZoom={MOST_ZOOM}
        nodesConnectable={editable}
        nodesDraggable={editable}
        edgesReconnectable={editable}
        connectionRadius={28}
        connectOnClick={false}
        connectionDragThreshold={4}
        selectionOnDrag={tool === 'select' && !coarse}
        panOnDrag={tool === 'pan' || coarse ? true : MIDDLE_BUTTON}
        selectionMode={SelectionMode.Partial}
        panOnScroll={true}
        zoomOnDoubleClick={false}
        zoomActivationKeyCode={MOD_KEYS}
        panActivationKeyCode="Space"
        selectionKeyCode="Shift"
        multiSelectionKeyCode={MANY_KEYS}
        deleteKeyCode={null}
        disableKeyboardA11y={true}
        onlyRenderVisibleElements={flow.nodes.length > CULL_FROM}
        elevateNodesOnSelect={true}
        nodeDragThreshold={2}
        attributionPosition="bottom-right"
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={2} color="var(--canvas-dot)" bgColor="var(--bg-canvas)" />
        {showMinimap && <MiniMap<FlowNode> pannable={true} zoomable={true} nodeClassName={minimapClass} nodeBorderRadius={14} ariaLabel="Minimap" />}
        <FarAway />
        <FlowDashes />
        {copying && <CopyGhosts document={facts.document} places={dragged} />}
        <WireReason />
        <NodeActions />
      </ReactFlow>
      <CanvasTools editable={editable} minimap={showMinimap} onMinimap={() => setView({ minimap: !showMinimap })} />
      <CanvasSay />
      {flow.nodes.length === 0 && <CanvasEmpty editable={editable} />}
      <PaletteGhost />
    </section>
  );
}

const coarse = matchMedia('(pointer: coarse)').matches;

function minimapClass(node: FlowNode): string {
  return node.type === 'note' ? 'mm-note' : `mm-node fam-${node.data.definition?.family ?? 'transform'}`;
}

function isPane(target: EventTarget): boolean {
  return target instanceof Element && target.classList.contains('react-flow__pane');
}

/** Marks the canvas when boxes are too small to read, and stops writing numbers into them. Names stay, larger, while they can be read. */
function FarAway() {
  const isFar = useStore((state) => state.transform[2] < FAR_BELOW);
  const names = useStore(({ transform: [, , zoom] }) => (zoom >= FAR_BELOW ? null : (FAR_NAMES.find(([least]) => zoom >= least)?.[1] ?? null)));
  const domNode = useStore((state) => state.domNode);
  useEffect(() => {
    if (names === null) domNode?.removeAttribute('data-names');
    else domNode?.setAttribute('data-names', names);
  }, [domNode, names]);
  useEffect(() => {
    domNode?.classList.toggle('is-far', isFar);
    setFarAway(isFar);
    setPreviewsFarAway(isFar);
  }, [domNode, isFar]);
  return null;
}

function hasBoxes(): boolean {
  return Object.keys(documentStore.getState().document?.operators ?? {}).length > 0;
}

/** Until the user moves the view or draws, it shows the whole pipeline whatever size the canvas takes. */
function useFitWhileUntouched(frame: { readonly current: HTMLElement | null }): (event: unknown) => void {
  const { fitView } = useReactFlow();
  const touched = useRef(false);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      if (!touched.current && hasBoxes() && documentStore.getState().undoLabel === null) void fitView(FIT);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame, fitView]);
  // React Flow gives no event when the view moves by code.
  return useCallback((event: unknown) => {
    if (event !== null) touched.current = true;
  }, []);
}

/** Says why while a wire is held over a port that does not take it. */
function WireReason() {
  const over = useConnection((connection) => {
    const handle = connection.inProgress ? connection.toHandle : null;
    return handle === null || handle.id == null ? '' : `${handle.type === 'target' ? 'in' : 'out'}:${handle.nodeId}.${handle.id}`;
  });
  const reason = useCanvas((state) => state.fits?.get(over) ?? null);
  useEffect(() => {
    if (reason === null) return;
    const [, operator = '', port = ''] = /^(?:in|out):(.*)\.([^.]+)$/.exec(over) ?? [];
    return holdRefused({ port: { operator, port }, reason });
  }, [over, reason]);
  return null;
}

function useRedrawOnTheme(): void {
  const theme = useTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is what makes the drawn colours old
  useEffect(() => {
    redrawSparks();
    redrawPreviews();
  }, [theme]);
}

// ---------------------------------------------------------------- selection and moves

function takeEdgeSelection(changes: EdgeChange<OperatorEdgeType>[]): void {
  takeSelection(changes, 'edge');
}

function focusCanvas(): void {
  canvasControl()?.focus();
}

function findAtPointer(event: ReactMouseEvent): void {
  if (isPane(event.target)) openFinder({ at: canvasControl()?.toCanvas([event.clientX, event.clientY]) ?? null });
}

function takeSelection(changes: readonly (NodeChange<FlowNode> | EdgeChange<OperatorEdgeType>)[], kind: 'node' | 'edge'): void {
  const before = documentStore.getState().selection;
  const operators = new Set(before.operators);
  const edges = new Set(before.edges);
  const notes = new Set(before.notes);
  let changed = false;
  for (const change of changes) {
    if (change.type !== 'select') continue;
    changed = true;
    const note = kind === 'node' ? noteIndex(change.id) : null;
    if (note !== null) mark(notes, note, change.selected);
    else if (kind === 'node') mark(operators, change.id, change.selected);
    else mark(edges, change.id, change.selected);
  }
  if (changed) select({ operators: [...operators], edges: [...edges], notes: [...notes] });
}

function mark<T>(set: Set<T>, value: T, on: boolean): void {
  if (on) set.add(value);
  else set.delete(value);
}

function selectNode(id: string): void {
  const note = noteIndex(id);
  const { selection } = documentStore.getState();
  if (note === null ? selection.operators.includes(id) : selection.notes.includes(note)) return;
  select(note === null ? { ...NO_SELECTION, operators: [id] } : { ...NO_SELECTION, notes: [note] });
}

function commitMove(moved: readonly FlowNode[]): void {
  edit((document) => {
    const places: { [id: OperatorId]: readonly [number, number] } = {};
    let made: Edit = { label: '', document };
    for (const node of moved) {
      const note = noteIndex(node.id);
      const at = [node.position.x, node.position.y] as const;
      if (note === null) places[node.id] = at;
      else made = changeNote(made.document, note, { at });
    }
    const boxes = moveOperators(made.document, places);
    return Object.keys(places).length > 0 ? boxes : made;
  });
}

function commitCopies(moved: readonly FlowNode[]): void {
  const places = moved.flatMap((node) => (noteIndex(node.id) === null ? [[node.id, [node.position.x, node.position.y]] as const] : []));
  duplicateTo(Object.fromEntries(places));
}

function openNodeMenu(event: ReactMouseEvent, node: FlowNode): void {
  event.preventDefault();
  selectNode(node.id);
  requestAnimationFrame(() => document.querySelector<HTMLButtonElement>('.node-toolbar [data-more]')?.click());
}

// ---------------------------------------------------------------- wires

/** The edge whose end is being moved, while one is. */
let moving: Edge | null = null;
let cancelled = false;

function onConnectStart(_event: unknown, { nodeId, handleId, handleType }: OnConnectStartParams): void {
  if (nodeId !== null && handleId !== null && handleType !== null) startWire({ operator: nodeId, port: handleId }, handleType);
}

function onReconnectStart(_event: unknown, edge: OperatorEdgeType): void {
  moving = edge.data?.edge ?? null;
}

function startWire(port: Endpoint, type: 'source' | 'target'): void {
  cancelled = false;
  canvasStore.setState({ refused: null, fits: fittingPorts(port, type === 'source' ? 'out' : 'in', moving) });
  addEventListener('keydown', cancelOnEscape, true);
}

/** Escape lets go of the wire: React Flow ends a connection with the button, so it is given that. */
function cancelOnEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape') return;
  event.preventDefault();
  event.stopPropagation();
  cancelled = true;
  document.dispatchEvent(new MouseEvent('mouseup'));
}

function letGo(): void {
  removeEventListener('keydown', cancelOnEscape, true);
  moving = null;
  canvasStore.setState({ fits: null });
}

interface Ends {
  readonly source: string | null;
  readonly sourceHandle?: string | null | undefined;
  readonly target: string | null;
  readonly targetHandle?: string | null | undefined;
}

function endpoints({ source, sourceHandle, target, targetHandle }: Ends): { readonly from: Endpoint; readonly to: Endpoint } | null {
  if (source === null || target === null || sourceHandle == null || targetHandle == null) return null;
  return { from: { operator: source, port: sourceHandle }, to: { operator: target, port: targetHandle } };
}

function isFitting(connection: Ends): boolean {
  const ends = endpoints(connection);
  const { fits } = canvasStore.getState();
  if (ends === null) return false;
  if (fits === null) return true;
  return fits.get(`in:${ends.to.operator}.${ends.to.port}`) === null || fits.get(`out:${ends.from.operator}.${ends.from.port}`) === null;
}

function join(connection: Connection): void {
  const ends = endpoints(connection);
  if (ends === null || cancelled) return;
  if (edit((document) => connect(document, ends.from, ends.to, takesMany(document)))) announce('Connected');
}

function reconnect(old: OperatorEdgeType, connection: Connection): void {
  const ends = endpoints(connection);
  const gone = old.data?.edge;
  if (ends === null || gone === undefined || cancelled) return;
  edit((document) => {
    const without = { ...document, edges: document.edges.filter((edge) => edge !== gone) };
    return { label: 'Reconnect', document: connect(without, ends.from, ends.to, takesMany(document)).document };
  });
}

function endConnect(event: MouseEvent | TouchEvent, state: FinalConnectionState): void {
  const { fits } = canvasStore.getState();
  const moved = moving !== null;
  letGo();
  if (cancelled) return;
  const { fromHandle, toHandle } = state;
  if (fromHandle === null || fromHandle.id == null) return;
  if (toHandle !== null && toHandle.id != null) {
    const side = toHandle.type === 'target' ? 'in' : 'out';
    const reason = fits?.get(`${side}:${toHandle.nodeId}.${toHandle.id}`);
    if (typeof reason === 'string') {
      showRefused({ port: { operator: toHandle.nodeId, port: toHandle.id }, reason });
      announce(`Not connected. ${reason}`);
    }
    return;
  }
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  if (point === undefined || moved || fromHandle.type !== 'source' || !isPane(event.target ?? document.body)) return;
  const at = canvasControl()?.toCanvas([point.clientX, point.clientY]) ?? null;
  openFinder({ at, from: { operator: fromHandle.nodeId, port: fromHandle.id } });
}

// ---------------------------------------------------------------- control

function useCanvasControl(frame: { readonly current: HTMLDivElement | null }): void {
  const flow = useReactFlow<FlowNode, OperatorEdgeType>();
  const pointer = useRef<readonly [number, number] | null>(null);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const onMove = (event: PointerEvent): void => {
      pointer.current = [event.clientX, event.clientY];
    };
    const onLeave = (): void => {
      pointer.current = null;
    };
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerleave', onLeave);
    const toCanvas: CanvasControl['toCanvas'] = ([x, y]) => {
      const at = flow.screenToFlowPosition({ x, y }, { snapToGrid: false });
      return [at.x, at.y];
    };
    const control: CanvasControl = {
      fit: (operators) =>
        void flow.fitView({ ...FIT, duration: easeMs(), ...(operators === undefined ? {} : { nodes: operators.map((id) => ({ id })) }) }),
      zoomTo: (zoom) => void flow.zoomTo(zoom, { duration: easeMs() / 2 }),
      zoomBy: (factor) => void flow.zoomTo(Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, flow.getZoom() * factor)), { duration: easeMs() / 3 }),
      toCanvas,
      centre: () => {
        const box = element.getBoundingClientRect();
        return toCanvas([box.left + box.width / 2, box.top + box.height / 2]);
      },
      pointer: () => (pointer.current === null ? null : toCanvas(pointer.current)),
      covers: ([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top !== null && element.contains(top);
      },
      edgeAt: ([x, y]) => {
        const hit = document.elementsFromPoint(x, y).find((under) => under.closest('.react-flow__edge') !== null);
        return hit?.closest('.react-flow__edge')?.getAttribute('data-id') ?? null;
      },
      reveal: (operator, options = {}) => reveal(flow, element, operator, options),
      focus: () => element.focus({ preventScroll: true }),
    };
    const unmount = mountCanvas(control);
    return () => {
      unmount();
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerleave', onLeave);
    };
  }, [flow, frame]);
}

function reveal(
  flow: ReactFlowInstance<FlowNode, OperatorEdgeType>,
  frame: HTMLElement,
  operator: OperatorId,
  { focus = false, frame: framed = false, pan = true }: RevealOptions,
): void {
  const position = documentStore.getState().document?.ui.positions[operator];
  if (position === undefined) return;
  if (pan) panTo(flow, frame, position, framed);
  if (focus) focusNode(frame, operator, 10);
}

function panTo(flow: ReactFlowInstance<FlowNode, OperatorEdgeType>, frame: HTMLElement, position: readonly [number, number], framed: boolean): void {
  const { x, y, zoom } = flow.getViewport();
  const height = nodeHeight(null);
  const left = position[0] * zoom + x;
  const top = position[1] * zoom + y;
  const inside = left >= 8 && top >= 8 && left + NODE_WIDTH * zoom <= frame.clientWidth - 8 && top + height * zoom <= frame.clientHeight - 8;
  const readable = zoom >= FAR_BELOW;
  if (inside && (!framed || readable)) return;
  void flow.setCenter(position[0] + NODE_WIDTH / 2, position[1] + height / 2, { zoom: readable ? zoom : 1, duration: easeMs() });
}

/** A box that was added a moment ago is drawn with the next frames. */
function focusNode(frame: HTMLElement, operator: OperatorId, tries: number): void {
  const node = frame.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(operator)}"]`);
  if (node !== null) node.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusNode(frame, operator, tries - 1));
}

function easeMs(): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : EASE_MS;
}
