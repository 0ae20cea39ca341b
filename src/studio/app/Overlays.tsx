// The one dialog or list that lies over the page. Each is loaded when first shown.
import { lazy, Suspense } from 'react';
import { useOverlay } from '../ui/ui-store.ts';

const CommandPalette = lazy(() => import('../commands/CommandPalette.tsx').then((m) => ({ default: m.CommandPalette })));
const ShortcutHelp = lazy(() => import('../commands/ShortcutHelp.tsx').then((m) => ({ default: m.ShortcutHelp })));
const OperatorFinder = lazy(() => import('../palette/OperatorFinder.tsx').then((m) => ({ default: m.OperatorFinder })));
const ConnectList = lazy(() => import('../canvas/ConnectList.tsx').then((m) => ({ default: m.ConnectList })));
const ReviewApply = lazy(() => import('../inspector/ReviewApply.tsx').then((m) => ({ default: m.ReviewApply })));
const ImportFailed = lazy(() => import('../home/ImportFailed.tsx').then((m) => ({ default: m.ImportFailed })));
const ImportData = lazy(() => import('../files/ImportData.tsx').then((m) => ({ default: m.ImportData })));
const KeptThings = lazy(() => import('../files/KeptThings.tsx').then((m) => ({ default: m.KeptThings })));
const GraphFinder = lazy(() => import('../canvas/GraphFinder.tsx').then((m) => ({ default: m.GraphFinder })));
const Confirm = lazy(() => import('../ui/Confirm.tsx').then((m) => ({ default: m.Confirm })));

export function Overlays() {
  const overlay = useOverlay();
  if (overlay === null) return null;
  return <Suspense fallback={null}>{shown(overlay)}</Suspense>;
}

function shown(overlay: NonNullable<ReturnType<typeof useOverlay>>) {
  switch (overlay.kind) {
    case 'commands':
      return <CommandPalette />;
    case 'shortcuts':
      return <ShortcutHelp />;
    case 'finder':
      return <OperatorFinder at={overlay.at} from={overlay.from} edge={overlay.edge} />;
    case 'connect':
      return <ConnectList operatorId={overlay.operatorId} />;
    case 'review-apply':
      return <ReviewApply />;
    case 'import-failed':
      return <ImportFailed file={overlay.file} fileName={overlay.fileName} problems={overlay.problems} />;
    case 'import-data':
      return <ImportData key={overlay.source.file.name} source={overlay.source} target={overlay.target} />;
    case 'kept':
      return <KeptThings />;
    case 'find-in-graph':
      return <GraphFinder />;
    case 'confirm':
      return <Confirm title={overlay.title} text={overlay.text} action={overlay.action} perform={overlay.perform} />;
  }
}
