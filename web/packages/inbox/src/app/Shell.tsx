import { MapPinOff } from 'lucide-react';
import { useState } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { AlertsProvider, useAlerts } from '../hooks/useAlerts.ts';
import { useSessionGuard } from '../hooks/useSession.ts';
import { useShortcuts } from '../hooks/useShortcuts.ts';
import { useWords } from '../i18n/words.tsx';
import { conversationIn, INBOX } from '../model/location.ts';
import { Rail } from '../nav/Rail.tsx';
import { BrokenDialog, BrokenPane } from '../ui/Boundary.tsx';
import { Button } from '../ui/Button.tsx';
import { lazyPart } from '../ui/lazyPart.tsx';
import { Main } from '../ui/Main.tsx';
import { MissingDialog, MissingPage } from '../ui/Missing.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ToastPlace } from '../ui/ToastPlace.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { InboxPage } from './InboxPage.tsx';
import { Splash } from './Splash.tsx';

const SettingsPage = lazyPart(() => import('../settings/SettingsPage.tsx'), {
  waiting: <Splash />,
  missing: MissingPage,
  broken: <BrokenPane />,
});
const KeySheet = lazyPart(() => import('../palette/KeySheet.tsx'), {
  missing: MissingDialog,
  broken: <BrokenDialog />,
});

/** The rail and the page beside it. */
export function Shell() {
  const [path, navigate] = useLocation();
  const [sheet, setSheet] = useState(0);
  const openSheet = () => setSheet((asked) => asked + 1);
  useSessionGuard();
  const selected = conversationIn(path);
  const alerts = useAlerts(selected, (conversation) => navigate(`/agent/c/${conversation}`));
  const [palette, setPalette] = useState(0);
  const outside = !INBOX.test(path);
  const openPalette = outside ? { palette: () => setPalette((asked) => asked + 1) } : {};
  useShortcuts({ sheet: openSheet, ...openPalette });
  return (
    <AlertsProvider value={alerts}>
      <div className="flex h-full phone:flex-col">
        <Rail hiddenOnPhone={path.startsWith('/agent/c/')} onSheet={openSheet} />
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <div className="flex min-h-0 flex-1">
            <Switch>
              <Route path="/agent/settings/:section?">
                {({ section }) => <SettingsPage section={section ?? 'profile'} />}
              </Route>
              <Route path={INBOX}>
                <InboxPage onSheet={openSheet} />
              </Route>
              <Route>
                <NotFound onInbox={() => navigate('/agent')} />
              </Route>
            </Switch>
          </div>
          <ToastPlace />
        </div>
        {palette > 0 && outside && (
          <CommandPalette asked={palette} onSheet={openSheet} onClose={() => setPalette(0)} />
        )}
        {sheet > 0 && <KeySheet asked={sheet} onClose={() => setSheet(0)} />}
      </div>
    </AlertsProvider>
  );
}

function NotFound({ onInbox }: { onInbox: () => void }) {
  const { t } = useWords();
  return (
    <Main className="flex flex-1">
      <Notice
        level="h1"
        icon={<MapPinOff size={22} />}
        title={t('app.notFound.title')}
        text={t('app.notFound.text')}
      >
        <Button look="primary" onClick={onInbox}>
          {t('app.notFound.action')}
        </Button>
      </Notice>
    </Main>
  );
}
