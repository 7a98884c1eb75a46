import { useTeam } from '../hooks/useTeam.ts';
import { useWalkie } from '../hooks/walkie.tsx';
import { useWords } from '../i18n/words.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { Card } from './Card.tsx';
import { Code } from './Code.tsx';

const ADD =
  'walkie admin create-agent --data DIR --email ana@example.org --name "Ana" --role agent';

export function Team() {
  const { me } = useWalkie();
  const { t } = useWords();
  const { agents, failed, retry } = useTeam();
  return (
    <>
      <Card title={t('nav.team')} text={t('settings.teamText')}>
        {failed && (
          <p role="alert" className="flex items-center gap-3 text-m text-danger">
            {t('settings.teamFailed')}
            <Button onClick={retry}>{t('list.retry')}</Button>
          </p>
        )}
        <ul className="flex flex-col divide-y divide-line">
          {agents.map((agent) => (
            <li key={agent.id} className="flex items-center gap-3 py-2.5">
              <Avatar name={agent.name} image={agent.avatar_url} tone="staff" />
              <div className="min-w-0 flex-1">
                <p className="truncate text-m font-medium">
                  <bdi>{agent.name}</bdi>
                  {agent.id === me.id && (
                    <span className="ml-2 text-s font-normal text-ink-3">
                      {t('settings.teamYou')}
                    </span>
                  )}
                </p>
                <p className="truncate text-s text-ink-2">{agent.email}</p>
              </div>
              {!agent.active && (
                <span className="rounded-full bg-surface-3 px-2 text-xs leading-5 text-ink-2">
                  {t('settings.teamInactive')}
                </span>
              )}
              <span className="text-s text-ink-2">{t(`role.${agent.role}`)}</span>
            </li>
          ))}
        </ul>
      </Card>
      {me.role === 'admin' && (
        <Card title={t('settings.teamAdd')} text={t('settings.teamAddText')}>
          <Code text={ADD} />
        </Card>
      )}
    </>
  );
}
