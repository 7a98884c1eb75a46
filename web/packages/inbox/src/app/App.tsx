import { QueryClientProvider } from '@tanstack/react-query';
import { Tooltip } from 'radix-ui';
import { useState } from 'react';
import { Route, Switch } from 'wouter';
import { createQueryClient } from '../hooks/useSession.ts';
import { useTheme } from '../hooks/useTheme.ts';
import { type Line, LineProvider } from '../hooks/walkie.tsx';
import { WordsProvider } from '../i18n/words.tsx';
import { usePreferences } from '../model/preferences.ts';
import { Boundary, BrokenPage } from '../ui/Boundary.tsx';
import { lazyPart } from '../ui/lazyPart.tsx';
import { MissingPage } from '../ui/Missing.tsx';
import { ToastPlace } from '../ui/ToastPlace.tsx';
import { Gate } from './Gate.tsx';
import { Splash } from './Splash.tsx';

const page = { waiting: <Splash />, missing: MissingPage, broken: <BrokenPage /> };
const SignIn = lazyPart(() => import('../welcome/SignIn.tsx'), page);
const SetUp = lazyPart(() => import('../welcome/SetUp.tsx'), page);

export function App({ line }: { line: Line }) {
  const locale = usePreferences((preferences) => preferences.locale);
  useTheme();
  const [queries] = useState(createQueryClient);
  return (
    <WordsProvider locale={locale}>
      <LineProvider line={line}>
        <QueryClientProvider client={queries}>
          <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
            <div className="flex h-full flex-col">
              <div className="min-h-0 flex-1">
                <Boundary broken={<BrokenPage />}>
                  <Switch>
                    <Route path="/agent/sign-in">
                      <SignIn />
                    </Route>
                    <Route path="/agent/setup">
                      <SetUp />
                    </Route>
                    <Route>
                      <Gate />
                    </Route>
                  </Switch>
                </Boundary>
              </div>
              <ToastPlace />
            </div>
          </Tooltip.Provider>
        </QueryClientProvider>
      </LineProvider>
    </WordsProvider>
  );
}
