import { useEffect, useEffectEvent } from 'react';

/** What Escape closes, that on top last. */
const layers: (() => void)[] = [];

/** Mantine's menus and lists mark what has the focus while Escape is theirs. */
const KEEPS_ESCAPE = 'data-mantine-stop-propagation';

function closeTop(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.isComposing) return;
  if (event.target instanceof Element && event.target.getAttribute(KEEPS_ESCAPE) === 'true') return;
  layers.at(-1)?.();
}

/** Escape closes what was opened last, and nothing below it: left to Mantine, one press closes every dialog there is. */
export function useEscape(opened: boolean, onClose: () => void): void {
  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (!opened) return;
    const layer = () => close();
    if (layers.length === 0) window.addEventListener('keydown', closeTop, { capture: true });
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) window.removeEventListener('keydown', closeTop, { capture: true });
    };
  }, [opened]);
}
