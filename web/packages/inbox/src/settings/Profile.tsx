import { LOCALES } from '@walkie/i18n';
import { Volume2 } from 'lucide-react';
import { useState } from 'react';
import { allowSound, ring } from '../hooks/sound.ts';
import { useWalkie } from '../hooks/walkie.tsx';
import { LANGUAGES, useWords } from '../i18n/words.tsx';
import { prefer, THEMES, usePreferences } from '../model/preferences.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { keyNames } from '../ui/Kbd.tsx';
import { Switch } from '../ui/Switch.tsx';
import { Card, Setting } from './Card.tsx';
import { Segments } from './Segments.tsx';

/** Who I am, and how this browser should look and sound. */
export function Profile() {
  const { me } = useWalkie();
  const { t, locale } = useWords();
  const preferences = usePreferences();
  const name = me.name ?? me.email ?? '';
  return (
    <>
      <Card title={t('settings.you')}>
        <div className="flex items-center gap-4">
          <Avatar name={name} size="l" tone="staff" />
          <div className="min-w-0">
            <p className="text-l font-semibold">
              <bdi>{name}</bdi>
            </p>
            <p className="truncate text-m text-ink-2">{me.email}</p>
            {me.role && <p className="text-s text-ink-3">{t(`role.${me.role}`)}</p>}
          </div>
        </div>
      </Card>
      <Card title={t('settings.appearance')}>
        <Setting name={t('nav.theme')} text={t('settings.themeText')}>
          <Segments
            label={t('nav.theme')}
            value={preferences.theme}
            options={THEMES.map((theme) => ({ value: theme, name: t(`theme.${theme}`) }))}
            onChange={(theme) => prefer({ theme })}
          />
        </Setting>
        <Setting name={t('nav.language')} text={t('settings.languageText')}>
          <Segments
            label={t('nav.language')}
            value={locale}
            options={LOCALES.map((one) => ({ value: one, name: LANGUAGES[one], lang: one }))}
            onChange={(one) => prefer({ locale: one })}
          />
        </Setting>
      </Card>
      <Card title={t('settings.alerts')}>
        <Setting name={t('settings.sound')}>
          <Button
            look="quiet"
            onClick={() => {
              allowSound();
              ring();
            }}
          >
            <Volume2 size={15} aria-hidden="true" />
            {t('settings.soundTry')}
          </Button>
          <Switch
            label={t('settings.sound')}
            checked={preferences.sound}
            onChange={(sound) => prefer({ sound })}
          />
        </Setting>
        <Notifications />
      </Card>
      <Card title={t('settings.writing')}>
        <Setting
          name={t('settings.enterSends')}
          text={t('settings.enterSendsText', { keys: keyNames('Mod+Enter') })}
        >
          <Switch
            label={t('settings.enterSends')}
            checked={preferences.enterSends}
            onChange={(enterSends) => prefer({ enterSends })}
          />
        </Setting>
        <Setting name={t('settings.answerTakes')} text={t('settings.answerTakesText')}>
          <Switch
            label={t('settings.answerTakes')}
            checked={preferences.answerTakes}
            onChange={(answerTakes) => prefer({ answerTakes })}
          />
        </Setting>
      </Card>
    </>
  );
}

/** Asked for only when the button is pressed. */
function Notifications() {
  const { t } = useWords();
  const notify = usePreferences((preferences) => preferences.notify);
  const [permission, setPermission] = useState<NotificationPermission | 'none'>(() =>
    typeof Notification === 'undefined' ? 'none' : Notification.permission,
  );
  const ask = () => void Notification.requestPermission().then(setPermission);
  const states = {
    none: t('settings.notifyNone'),
    denied: t('settings.notifyBlocked'),
    granted: t('settings.notifyText'),
    default: t('settings.notifyText'),
  };
  return (
    <Setting name={t('settings.notify')} text={states[permission]}>
      {permission === 'default' && <Button onClick={ask}>{t('settings.notifyAsk')}</Button>}
      {permission === 'granted' && (
        <Switch
          label={t('settings.notify')}
          checked={notify}
          onChange={(on) => prefer({ notify: on })}
        />
      )}
    </Setting>
  );
}
