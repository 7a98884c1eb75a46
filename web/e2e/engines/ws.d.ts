// The little of `ws` that the engines use; the package brings no types.
declare module 'ws' {
  export class WebSocket {
    constructor(address: string, options?: { perMessageDeflate?: boolean });
    on(event: 'message', listener: (data: unknown) => void): this;
    once(event: 'open' | 'error', listener: (error?: Error) => void): this;
    send(text: string): void;
    terminate(): void;
  }
}
