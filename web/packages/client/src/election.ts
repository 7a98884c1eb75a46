// Which tab leads (T1 to T4), as a pure step: state and event give the next state and the actions.
// tabs.ts has the clock, the locks and the channel.

/** How long a leader has to answer. */
export const ANSWER_MS = 2000;
/** When a deadline fires this much too late, this tab was suspended: the leader may be well. */
const LATE_MS = 250;

/** "Who leads?" was asked. `again`: the deadline has been set a second time. */
interface Question {
  due: number;
  again: boolean;
}

export type Election =
  /** `request` waits in line, or is granted and not yet heard of. */
  | { phase: 'follows'; request: number; question: Question | null }
  | { phase: 'leads'; request: number }
  /** No request is out: the browser failed to take it. The next check asks again. */
  | { phase: 'rests'; request: number }
  /** The browser denies locks: this tab leads for itself. */
  | { phase: 'alone'; request: number }
  | { phase: 'closed'; request: number };

export type ElectionEvent =
  | { type: 'start' | 'check' | 'deadline'; now: number }
  /** The leader was heard. */
  | { type: 'answered' }
  /** What the lock manager says after the deadline: whether somebody holds the lock. */
  | { type: 'looked'; held: boolean; now: number }
  /** `broken`: another request stole the lock. `failed`: the browser did not take the request. */
  | { type: 'granted' | 'broken' | 'failed' | 'denied'; request: number }
  | { type: 'close' };

export type ElectionAct =
  | { do: 'request'; request: number; steal: boolean }
  /** Takes a request that waits out of the line. */
  | { do: 'withdraw'; request: number }
  /** Frees the lock that this request was granted. */
  | { do: 'give_back'; request: number }
  /** Asks who leads and sets the deadline. */
  | { do: 'ask' }
  | { do: 'wait' }
  | { do: 'stop_waiting' }
  /** Asks the lock manager. Its answer comes after every grant that was made before. */
  | { do: 'look' }
  | { do: 'lead' }
  | { do: 'step_down' };

export type Step = [next: Election, ...acts: ElectionAct[]];

export const firstElection: Election = { phase: 'rests', request: 0 };

const stand = (last: number): Step => {
  const request = last + 1;
  return [
    { phase: 'follows', request, question: null },
    { do: 'request', request, steal: false },
  ];
};

type Follower = Election & { phase: 'follows' };

/** T3: `again`, should the first deadline have proved nothing. */
const ask = (election: Follower, now: number, again = false): Step => [
  { ...election, question: { due: now + ANSWER_MS, again } },
  { do: 'ask' },
  { do: 'wait' },
];

const steal = ({ request: waiting }: Election): Step => {
  const request = waiting + 1;
  return [
    { phase: 'follows', request, question: null },
    // T2: granted later, it would take the lock from the tab that leads by then.
    { do: 'withdraw', request: waiting },
    { do: 'request', request, steal: true },
  ];
};

/** Requests the lock, and asks at once who leads (T4). */
const standAndAsk = (last: number, now: number): Step => {
  const [next, ...acts] = stand(last);
  const [asked, ...more] = ask(next as Follower, now);
  return [asked, ...acts, ...more];
};

const overLock = (
  election: Election,
  { type, request }: Extract<ElectionEvent, { request: number }>,
): Step => {
  const { phase } = election;
  if (phase === 'closed' || phase === 'alone' || request !== election.request) {
    // T1: events of an old request are ignored; a lock that it was granted late is released.
    return type === 'granted' ? [election, { do: 'give_back', request }] : [election];
  }
  if (type === 'granted')
    return [{ phase: 'leads', request }, { do: 'stop_waiting' }, { do: 'lead' }];
  const down: ElectionAct[] = phase === 'leads' ? [{ do: 'step_down' }] : [];
  if (type === 'denied')
    return [{ phase: 'alone', request }, { do: 'stop_waiting' }, ...down, { do: 'lead' }];
  if (type === 'failed') return [{ phase: 'rests', request }, { do: 'stop_waiting' }, ...down];
  const [next, ...acts] = stand(request);
  return [next, { do: 'stop_waiting' }, ...down, ...acts];
};

export const step = (election: Election, event: ElectionEvent): Step => {
  const { phase, request } = election;
  if ('request' in event) return overLock(election, event);
  if (event.type === 'close') {
    const rest: ElectionAct[] =
      phase === 'leads' ? [{ do: 'give_back', request }] : [{ do: 'withdraw', request }];
    return [{ phase: 'closed', request }, { do: 'stop_waiting' }, ...rest];
  }
  if (phase === 'rests' && (event.type === 'start' || event.type === 'check'))
    return standAndAsk(request, event.now);
  if (phase !== 'follows') return [election];
  const { question } = election;
  if (event.type === 'check') {
    // A question that is open has its own deadline, if the lock manager answers at all.
    const open = question && event.now <= question.due + ANSWER_MS;
    return open ? [election, { do: 'ask' }] : ask(election, event.now);
  }
  if (!question) return [election];
  switch (event.type) {
    case 'answered':
      return [{ ...election, question: null }, { do: 'stop_waiting' }];
    case 'deadline':
      if (event.now - question.due > LATE_MS && !question.again)
        return ask(election, event.now, true);
      return [election, { do: 'look' }];
    case 'looked':
      // The lock is free and this tab waits for it: the grant is on its way.
      if (!event.held && !question.again) return ask(election, event.now, true);
      return steal(election);
    default:
      return [election];
  }
};
