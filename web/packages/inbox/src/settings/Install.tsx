import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { useInboxes } from '../hooks/useTeam.ts';
import { useWords } from '../i18n/words.tsx';
import { Card } from './Card.tsx';
import { Code } from './Code.tsx';

/** The line that a site embeds. One inbox is the normal case: then it needs no name. */
export function snippet(origin: string, inbox: number | null): string {
  const attribute = inbox === null ? '' : ` data-inbox="${inbox}"`;
  return `<script async src="${origin}/widget.js"${attribute}></script>`;
}

export function Install() {
  const { t } = useWords();
  const inboxes = useInboxes();
  const [chosen, setChosen] = useState<number | null>(null);
  const several = inboxes.length > 1;
  const inbox = several ? (chosen ?? inboxes[0]?.id ?? null) : null;
  return (
    <>
      <Card title={t('nav.install')} text={t('settings.installText')}>
        {several && (
          <label className="flex items-center gap-3 text-m font-medium">
            {t('settings.installInbox')}
            <select
              value={inbox ?? ''}
              onChange={(event) => setChosen(Number(event.target.value))}
              className="h-9 rounded-m border border-line-strong bg-surface px-2"
            >
              {inboxes.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <Code text={snippet(window.location.origin, inbox)} />
      </Card>
      <Card title={t('settings.installNext')}>
        <ol className="flex list-decimal flex-col gap-1.5 pl-5 text-m text-ink-2">
          <li>{t('settings.installStep1')}</li>
          <li>{t('settings.installStep2')}</li>
        </ol>
        <a
          href="/demo"
          target="_blank"
          rel="noopener"
          className="flex items-center gap-1.5 self-start text-m font-semibold text-brand underline-offset-2 hover:underline"
        >
          {t('settings.installDemo')}
          <ExternalLink size={14} aria-hidden="true" />
        </a>
      </Card>
    </>
  );
}
