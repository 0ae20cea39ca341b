// Puts the canvas of the moving dashes under the boxes and over the lines.
import { useStore, useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import { startDashes } from './flow-dashes.ts';

export function FlowDashes() {
  const flow = useStoreApi();
  const layer = useStore((state) => state.domNode?.querySelector('.react-flow__edgelabel-renderer') ?? null);
  useEffect(() => {
    if (layer === null) return;
    const canvas = document.createElement('canvas');
    canvas.className = 'flow-dashes';
    canvas.setAttribute('aria-hidden', 'true');
    // First in the layer, so that rates and tools stay over it.
    layer.prepend(canvas);
    const stop = startDashes(canvas, () => {
      const { transform, width, height } = flow.getState();
      return { transform, width, height };
    });
    return () => {
      stop();
      canvas.remove();
    };
  }, [flow, layer]);
  return null;
}
