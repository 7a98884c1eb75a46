import { useEffect } from 'react';
import { create } from 'zustand';
import { useWords } from '../i18n/words.tsx';

const usePageName = create<{ name: string | null }>(() => ({ name: null }));

/** The name of the page that is shown; how much waits stands before it. */
export function usePageTitle(name: string): void {
  useEffect(() => {
    usePageName.setState({ name });
    return () => usePageName.setState({ name: null });
  }, [name]);
}

/** The number of waiting conversations in the tab's title and on the app's icon, on every page. */
export function useTitle(waiting: number): void {
  const { t } = useWords();
  const page = usePageName((state) => state.name) ?? t('nav.inbox');
  useEffect(() => {
    const title = `${page} · ${t('app.name')}`;
    document.title = waiting === 0 ? title : t('title.unread', { count: waiting, title });
    if ('setAppBadge' in navigator) void navigator.setAppBadge(waiting).catch(() => undefined);
  }, [page, waiting, t]);
}
