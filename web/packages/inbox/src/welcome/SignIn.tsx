import { useQuery } from '@tanstack/react-query';
import type { ApiError } from '@walkie/client';
import { type FormEvent, useEffect, useState } from 'react';
import { useSearch } from 'wouter';
import { useLine } from '../hooks/walkie.tsx';
import { type Say, useWords } from '../i18n/words.tsx';
import { problemText } from '../model/problems.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Words } from '../ui/Words.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useEnterForm } from './useForm.ts';
import { FormError, WelcomeCard } from './WelcomeCard.tsx';

export default function SignIn() {
  const { api } = useLine();
  const { t } = useWords();
  const form = useEnterForm();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const { data: setup } = useQuery({ queryKey: ['setup'], queryFn: () => api.setupState() });
  const expired = new URLSearchParams(useSearch()).has('next');
  useEffect(() => {
    document.title = `${t('signIn.title')} · ${t('app.name')}`;
  }, [t]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (email.trim() !== '' && password !== '') {
      form.submit(() => api.signIn(email.trim(), password));
    }
  };
  return (
    <WelcomeCard title={t('signIn.title')} lead={t('signIn.lead')}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {setup?.set_up === false && (
          <div className="flex flex-col gap-2 rounded-m bg-signal-soft px-3 py-2 text-m text-on-signal-soft">
            <p>{t('signIn.noAccount')}</p>
            <Words className="select-all" text="walkie admin setup-link --data DIR" />
          </div>
        )}
        {form.problem ? (
          <FormError>{refusalText(form.problem, form.wait, t)}</FormError>
        ) : (
          expired && (
            <p className="rounded-m bg-signal-soft px-3 py-2 text-m text-on-signal-soft">
              {t('signIn.expired')}
            </p>
          )
        )}
        <Field
          label={t('signIn.email')}
          type="email"
          name="email"
          autoComplete="username"
          autoFocus
          value={email}
          error={tried && email.trim() === '' ? t('signIn.needEmail') : null}
          onChange={(event) => setEmail(event.target.value)}
        />
        <PasswordField
          value={password}
          isNew={false}
          error={tried && password === '' ? t('signIn.needPassword') : null}
          hint={t('signIn.forgot')}
          onChange={setPassword}
        />
        <Button
          type="submit"
          look="primary"
          className="mt-1 h-11 text-l"
          disabled={form.busy || form.wait > 0}
        >
          {form.busy
            ? t('signIn.busy')
            : form.wait > 0
              ? t('signIn.waitShort', { count: form.wait })
              : t('signIn.submit')}
        </Button>
      </form>
    </WelcomeCard>
  );
}

export function refusalText({ problem }: ApiError, wait: number, t: Say): string {
  if (problem.code === 'cookies_blocked') return t('signIn.cookies');
  if (problem.code === 'foreign_answer') return problemText(problem, t);
  if (problem.status === 0) return t('signIn.offline');
  if (problem.status === 401) return t('signIn.wrong');
  if (problem.status === 429) return t('signIn.wait', { count: wait });
  return t('signIn.failed', { detail: problemText(problem, t) });
}
