// HTTP after several failures of the WebSocket in a row, while the WebSocket is tried again every
// 60 s (H4d, H5a). An entry of its own: without it a client waits until the WebSocket gets through.

import { LOST } from './codes.ts';
import type { Timers } from './environment.ts';
import type { Request } from './request.ts';
import type { Link, LinkEvents } from './socket.ts';
import type { StreamsOptions } from './streams.ts';
import type { ClientOptions, TransportName } from './types.ts';

const PRELOAD_MS = 30_000;
const RETRY_WEBSOCKET_MS = 60_000;

export interface HttpOptions extends Pick<ClientOptions, 'transports' | 'maxAttempts'> {
  timers: Timers;
  request: Request;
  /** Opens a WebSocket. */
  socket(events: LinkEvents): Link;
  /** What the link goes over from now on. */
  onTransport(name: TransportName): void;
}

/** What createClient asks of it. */
export interface Http {
  open(events: LinkEvents): Link;
  /** So many attempts in a row have failed. True: there is another way, go it at once. */
  failed(failures: number): boolean;
}

/** A chunk of its own, fetched while the network is good: most pages never run it. */
const loadStreams = () => import('./streams.ts');

const laterStreams = (options: StreamsOptions, onMissing: () => void): Link => {
  let link: Link | undefined;
  let over = false;
  loadStreams().then(
    ({ openStreams }) => {
      if (!over) link = openStreams(options);
    },
    (error) => {
      if (over) return;
      onMissing();
      options.onDown(LOST, String(error));
    },
  );
  return {
    send: (frame) => link?.send(frame),
    probe: () => link?.probe(),
    close() {
      over = true;
      link?.close();
    },
  };
};

/** For `createClient({ http })`. */
export const httpFallback = (options: HttpOptions): Http => {
  const { timers, request, socket, onTransport, maxAttempts = 5 } = options;
  const allowed = options.transports ?? ['websocket', 'sse', 'poll'];
  const may = (name: TransportName) => allowed.includes(name);
  const hasHttp = may('sse') || may('poll');
  let http = !may('websocket');
  let broken = false; // HTTP has failed since it last worked
  let timer: unknown; // of the one link there is

  const openSocket = ({ onFrame, onDown }: LinkEvents): Link => {
    onTransport('websocket');
    const link = socket({
      onFrame(frame) {
        if (frame.type === 'ready' && hasHttp)
          timer = timers.setTimeout(() => void loadStreams().catch(() => {}), PRELOAD_MS);
        onFrame(frame);
      },
      onDown(...why) {
        timers.clearTimeout(timer);
        onDown(...why);
      },
    });
    return {
      ...link,
      close() {
        timers.clearTimeout(timer);
        link.close();
      },
    };
  };

  /** One link to who uses it: over HTTP until a WebSocket opens, over that from then on. */
  const openHttp = ({ onFrame, onDown }: LinkEvents): Link => {
    let link: Link;
    let trial: Link | undefined; // a WebSocket that is tried while HTTP serves
    let serving = false;

    const later = (ms: number) => {
      timers.clearTimeout(timer);
      timer = timers.setTimeout(tryWebSocket, ms);
    };
    const close = () => {
      timers.clearTimeout(timer);
      trial?.close();
      link.close();
    };
    const down = (...why: Parameters<LinkEvents['onDown']>) => {
      broken = http;
      close();
      onDown(...why);
    };

    function tryWebSocket() {
      timers.clearTimeout(timer);
      if (!http || !serving || trial || !may('websocket')) return;
      trial = socket({
        onFrame(frame) {
          if (trial) {
            if (frame.type !== 'ready') return;
            link.close();
            link = trial;
            trial = undefined;
            http = false;
            onTransport('websocket');
          }
          onFrame(frame);
        },
        onDown(...why) {
          if (!trial) return down(...why);
          trial = undefined;
          later(RETRY_WEBSOCKET_MS);
        },
      });
    }

    const sse = may('sse');
    onTransport(sse ? 'sse' : 'poll');
    link = laterStreams(
      {
        timers,
        request,
        sse,
        onPoll: () => onTransport('poll'),
        onFrame(frame) {
          if (frame.type === 'ready') {
            serving = true;
            // HTTP that works again after a failure is a sign that the WebSocket may, too.
            later(broken ? 0 : RETRY_WEBSOCKET_MS);
            broken = false;
          }
          onFrame(frame);
        },
        onDown: down,
      },
      // A browser may remember a chunk that did not load: back to the WebSocket.
      () => {
        http = !may('websocket');
      },
    );
    return {
      send: (frame) => link.send(frame),
      probe() {
        link.probe();
        tryWebSocket();
      },
      close,
    };
  };

  return {
    open: (events) => (http ? openHttp : openSocket)(events),
    failed(failures) {
      if (http || !hasHttp || failures < maxAttempts) return false;
      http = true;
      return true;
    },
  };
};
