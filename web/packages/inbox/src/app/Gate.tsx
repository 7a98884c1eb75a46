import { CloudOff } from 'lucide-react';
import { useEffect } from 'react';
import { Redirect } from 'wouter';
import { useSession } from '../hooks/useSession.ts';
import { WalkieProvider } from '../hooks/walkie.tsx';
import { useWords } from '../i18n/words.tsx';
import { openDrafts } from '../model/drafts.ts';
import { Main } from '../ui/Main.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Shell } from './Shell.tsx';
import { Splash } from './Splash.tsx';

/** Only agents come in. Everybody else signs in first and then returns to the same address. */
export function Gate() {
  const session = useSession();
  const { t } = useWords();
  const owner = session.state === 'signedIn' ? session.me.id : null;
  useEffect(() => {
    if (owner !== null) openDrafts(owner);
  }, [owner]);

  switch (session.state) {
    case 'loading':
      return <Splash />;
    case 'unreachable':
      return (
        <Main className="flex h-full">
          <Notice
            level="h1"
            icon={<CloudOff size={22} />}
            title={t(session.foreign ? 'app.foreign.title' : 'app.unreachable.title')}
            text={t(session.foreign ? 'app.foreign.text' : 'app.unreachable.text')}
          />
        </Main>
      );
    case 'signedOut':
      return <Redirect to={signInAddress()} replace />;
    case 'signedIn':
      return (
        <WalkieProvider me={session.me}>
          <Shell />
        </WalkieProvider>
      );
  }
}

function signInAddress(): string {
  const here = window.location.pathname + window.location.search;
  const home = here === '/agent' || here === '/agent/';
  return home ? '/agent/sign-in' : `/agent/sign-in?next=${encodeURIComponent(here)}`;
}
