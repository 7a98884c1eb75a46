import { render } from '@walkie/text';
import { createElement, memo, type ReactNode } from 'react';

/** The content as elements; see packages/text. Each line has the direction of its own script. */
export const MessageText = memo(function MessageText({ content }: { content: string }) {
  return (
    <div className="prose-message" dir="auto">
      {render<ReactNode>(content, createElement)}
    </div>
  );
});
