import { useLayoutEffect, useRef, useState } from 'react';
import { ContactPane } from '../contact/ContactPane.tsx';
import { useConversation } from '../hooks/useConversation.ts';
import { useConversationActions } from '../hooks/useConversationActions.ts';
import { useFirstView } from '../hooks/useFirstView.ts';
import { usePulse } from '../hooks/useHealth.ts';
import { useInboxList } from '../hooks/useInboxList.ts';
import { ROOMY, useMedia } from '../hooks/useMedia.ts';
import { leaveThread, usePlace } from '../hooks/usePlace.ts';
import { useShortcuts } from '../hooks/useShortcuts.ts';
import { useArrival, useStep, writeWhenThere } from '../hooks/useStep.ts';
import { useTellRead } from '../hooks/useTellRead.ts';
import { ListPane } from '../list/ListPane.tsx';
import { useHere } from '../palette/useActions.tsx';
import { ThreadPane } from '../thread/ThreadPane.tsx';
import { Boundary, BrokenPane } from '../ui/Boundary.tsx';
import { openForToasts } from '../ui/toasts.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { NothingSelected } from './NothingSelected.tsx';
import { Split } from './Split.tsx';

/** List, thread, details. On phones one of them at a time. */
export function InboxPage({ onSheet }: { onSheet: () => void }) {
  const [place, go] = usePlace();
  const open = useConversation(place.conversation);
  const list = useInboxList(place);
  useFirstView(list.snapshot, place, open, go);
  const pulse = usePulse(open);
  const roomy = useMedia(ROOMY);
  const input = useRef<HTMLTextAreaElement>(null);
  const [palette, setPalette] = useState(0);
  const openPalette = () => setPalette((asked) => asked + 1);
  const openConversation = (conversation: number) => {
    go({ conversation });
    writeWhenThere();
  };
  const actions = useConversationActions(open, roomy);
  const step = useStep({
    rows: list.rows,
    selected: place.conversation,
    onOpen: (conversation) => go({ conversation }),
  });

  useLayoutEffect(() => openForToasts(place.conversation), [place.conversation]);
  useArrival(place.conversation);
  useTellRead(open);
  useShortcuts({
    palette: openPalette,
    next: () => step(1),
    previous: () => step(-1),
    resolve: actions.onResolve,
    pending: actions.onPending,
    snooze: actions.onSnooze,
    note: actions.onNote,
    reply: actions.onReply,
  });
  const here = useHere(open, actions);

  return (
    <>
      <Split
        selected={place.conversation !== null}
        list={
          <Boundary broken={<BrokenPane />}>
            <ListPane
              list={list}
              place={place}
              open={open}
              pulse={pulse}
              onGo={(change) => {
                go(change);
                if (change.conversation) writeWhenThere();
              }}
              onPalette={openPalette}
            />
          </Boundary>
        }
      >
        {open !== null ? (
          <Boundary key={open.snapshot.id} broken={<BrokenPane />}>
            <ThreadPane
              open={open}
              pulse={pulse}
              input={input}
              onBack={() => leaveThread(go)}
              {...actions}
            />
          </Boundary>
        ) : (
          <NothingSelected empty={place.conversation === null} />
        )}
      </Split>
      {open !== null && actions.details && (
        <Boundary key={open.snapshot.id} broken={null}>
          <ContactPane open={open} beside={roomy} onClose={actions.onDetails} />
        </Boundary>
      )}
      {palette > 0 && (
        <CommandPalette
          here={here}
          asked={palette}
          onSheet={onSheet}
          onOpen={openConversation}
          onClose={() => setPalette(0)}
        />
      )}
    </>
  );
}
