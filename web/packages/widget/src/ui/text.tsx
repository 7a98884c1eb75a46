import { render } from '@walkie/text';
import { h, type VNode } from 'preact';

/**
 * A message's text: the small subset of markup as elements, never HTML. Each line has the direction of
 * its own script.
 */
export const MessageText = ({ text }: { text: string }) => (
  <div class="said" dir="auto">
    {render<VNode>(text, h)}
  </div>
);
