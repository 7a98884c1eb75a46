// While the panel covers a phone's screen: it takes the height that the keyboard leaves (a frame
// cannot see the keyboard), the page behind stands still, and it gets its place back afterwards.

const narrow = '(max-width:600px)';

export function holdPage(panel: HTMLElement): () => void {
  const page = document.documentElement;
  const view = window.visualViewport;
  const small = matchMedia(narrow);
  const at = { x: scrollX, y: scrollY, overflow: page.style.overflow };
  let held = false;

  const fit = () => {
    if (small.matches) {
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
  small.addEventListener('change', fit);
  fit();
  return () => {
    view?.removeEventListener('resize', fit);
    view?.removeEventListener('scroll', fit);
    small.removeEventListener('change', fit);
    free();
  };
}
