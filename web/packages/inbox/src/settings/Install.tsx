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
  const shown = inboxes.find((one) => one.id === inbox) ?? inboxes[0];
  const sites = shown?.allowed_origins ?? [];
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
      <Card title={t('settings.allow')} text={t('settings.allowText')}>
        <Code text="walkie admin allow-origin --data DIR --origin https://www.example.com" />
        {sites.length > 0 && (
          <div className="flex flex-col gap-1 text-m">
            <p className="font-medium">{t('settings.allowed')}</p>
            <ul className="flex flex-col gap-1 text-ink-2">
              {sites.map((site) => (
                <li key={site} className="break-all">
                  {site}
                </li>
              ))}
            </ul>
          </div>
        )}
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
