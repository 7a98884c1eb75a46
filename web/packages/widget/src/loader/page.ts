// While the panel covers a phone's screen: it takes the height that the keyboard leaves (a frame
// cannot see the keyboard), the page behind stands still, and it gets its place back afterwards.

/** A phone's screen, upright or lying: the panel covers all of it. */
export const small = '(max-width:600px),(max-height:500px) and (pointer:coarse)';

export function holdPage(panel: HTMLElement): () => void {
  const page = document.documentElement;
  const view = window.visualViewport;
  const phone = matchMedia(small);
  const at = { x: scrollX, y: scrollY, overflow: page.style.overflow };
  let held = false;

  const fit = () => {
    if (phone.matches) {
      page.style.overflow = 'hidden';
      held = true;
      // A pinch-zoomed view is small because the visitor made it so, not because of a keyboard.
      if (view && view.scale < 1.01) {
        panel.style.height = `${view.height}px`;
        panel.style.transform = `translateY(${view.offsetTop}px)`;
      }
    } else {
      free();
    }
  };
  const free = () => {
    panel.style.height = panel.style.transform = '';
    if (!held) return;
    held = false;
    page.style.overflow = at.overflow;
    scrollTo({ left: at.x, top: at.y, behavior: 'instant' });
  };

  view?.addEventListener('resize', fit);
  view?.addEventListener('scroll', fit);
  phone.addEventListener('change', fit);
  fit();
  return () => {
    view?.removeEventListener('resize', fit);
    view?.removeEventListener('scroll', fit);
    phone.removeEventListener('change', fit);
    free();
  };
}
