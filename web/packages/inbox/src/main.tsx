import './styles/app.css';
import { keepFocus } from '@walkie/focus';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { browserLine } from './hooks/walkie.tsx';

// A file that misses its target must not replace the app and what is written in it.
for (const type of ['dragover', 'drop'] as const) {
  window.addEventListener(type, (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
}

keepFocus();
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App line={browserLine} />
    </StrictMode>,
  );
}
