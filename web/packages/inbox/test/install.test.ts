import { expect, it } from 'vitest';
import { snippet } from '../src/settings/Install.tsx';

// `/widget.js` reads exactly this attribute; with another name every inbox would be the first.
it('names the inbox as the loader reads it', () => {
  expect(snippet('https://chat.example', null)).toBe(
    '<script async src="https://chat.example/widget.js"></script>',
  );
  expect(snippet('https://chat.example', 2)).toContain('/widget.js" data-inbox="2"></script>');
});
