import { useSyncExternalStore } from 'react';

const EVENTS = ['focus', 'blur'] as const;

function subscribe(onChange: () => void): () => void {
  for (const event of EVENTS) window.addEventListener(event, onChange);
  document.addEventListener('visibilitychange', onChange);
  return () => {
    for (const event of EVENTS) window.removeEventListener(event, onChange);
    document.removeEventListener('visibilitychange', onChange);
  };
}

export function attentive(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** Is somebody in front of this tab? Only then is a message read. */
export function useAttention(): boolean {
  return useSyncExternalStore(subscribe, attentive);
}
