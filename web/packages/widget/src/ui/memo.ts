// A component that draws again only when one of its props is another value. (preact/compat has one;
// it would bring more than it saves.)
import { Component, type ComponentType, type FunctionComponent, h } from 'preact';

export function memo<P extends object>(draw: FunctionComponent<P>): ComponentType<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: P) {
      const now = this.props as P;
      const keys = Object.keys(next) as (keyof P)[];
      return keys.some((key) => next[key] !== now[key]);
    }

    override render(props: P) {
      return h(draw, props as P & object);
    }
  };
}
