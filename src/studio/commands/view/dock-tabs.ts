import { DOCK_TABS, type DockTab, showDockTab, viewStore } from '../../store/view-store.ts';
import type { IconName } from '../../ui/icons.ts';
import type { Command } from '../command.ts';
import { whenOpen } from '../command-context.ts';

const TABS: Readonly<Record<DockTab, { readonly label: string; readonly icon: IconName }>> = {
  results: { label: 'Results', icon: 'op-chart' },
  rows: { label: 'Rows', icon: 'rows' },
  batches: { label: 'Batches', icon: 'clock' },
  checkpoints: { label: 'Checkpoints', icon: 'st-checkpoint' },
  state: { label: 'State', icon: 'layers' },
  problems: { label: 'Problems', icon: 'warn' },
  log: { label: 'Log', icon: 'log' },
};

export const dockTabCommands: readonly Command[] = DOCK_TABS.map((tab, index) => ({
  id: `view.${tab}`,
  section: 'View',
  label: `Open ${TABS[tab].label}`,
  icon: TABS[tab].icon,
  shortcuts: [{ key: String(index + 1), code: `Digit${index + 1}`, alt: true }],
  scope: 'everywhere',
  enabledWhen: whenOpen,
  perform: () => showDockTab(tab),
}));

export const foldDockCommand: Command = {
  id: 'view.fold-dock',
  section: 'View',
  label: 'Fold or unfold the dock',
  icon: 'chev-d',
  shortcuts: [{ key: '0', code: 'Digit0', alt: true }],
  scope: 'everywhere',
  enabledWhen: whenOpen,
  perform: () => viewStore.setState(({ dockFolded }) => ({ dockFolded: !dockFolded })),
};
