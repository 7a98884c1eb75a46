import { QueryClientProvider } from '@tanstack/react-query';
import { Tooltip } from 'radix-ui';
import { lazy, Suspense, useState } from 'react';
import { Route, Switch } from 'wouter';
import { createQueryClient } from '../hooks/useSession.ts';
import { useTheme } from '../hooks/useTheme.ts';
import { type Line, LineProvider } from '../hooks/walkie.tsx';
import { WordsProvider } from '../i18n/words.tsx';
import { usePreferences } from '../model/preferences.ts';
import { Boundary, BrokenPage } from '../ui/Boundary.tsx';
import { ToastPlace } from '../ui/ToastPlace.tsx';
import { Gate } from './Gate.tsx';
import { Splash } from './Splash.tsx';

const SignIn = lazy(() => import('../welcome/SignIn.tsx'));
const SetUp = lazy(() => import('../welcome/SetUp.tsx'));

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
                  <Suspense fallback={<Splash />}>
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
                  </Suspense>
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
