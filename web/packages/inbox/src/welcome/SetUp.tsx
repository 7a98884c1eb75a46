import { useQuery } from '@tanstack/react-query';
import { ApiError } from '@walkie/client';
import { type FormEvent, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useLine } from '../hooks/walkie.tsx';
import { useWords } from '../i18n/words.tsx';
import { problemText } from '../model/problems.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { PasswordField } from './PasswordField.tsx';
import { refusalText } from './SignIn.tsx';
import { Strength } from './Strength.tsx';
import { useEnterForm } from './useForm.ts';
import { FormError, WelcomeCard } from './WelcomeCard.tsx';

/** The token is in the fragment: it never travels in a request line and never lands in a log. */
export default function SetUp() {
  const { api } = useLine();
  const { t } = useWords();
  const form = useEnterForm();
  const [token] = useState(() => window.location.hash.slice(1));
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  useEffect(() => {
    document.title = `${t('setup.title')} · ${t('app.name')}`;
  }, [t]);

  // Asked before anything is typed; unanswered, the form shows and its own answer will tell.
  const link = useQuery({
    queryKey: ['setup', token],
    queryFn: () => api.setupState(token),
    enabled: token !== '',
  });

  // 409: somebody has used it, or an admin was made on the command line.
  const isVoid = (error: unknown) =>
    error instanceof ApiError && [401, 403, 404, 409, 410].includes(error.problem.status);
  if (token === '' || isVoid(form.problem) || isVoid(link.error)) return <UsedLink />;
  if (link.isPending) return <WelcomeCard title={t('setup.title')} lead={t('setup.checking')} />;
  const field = form.problem?.problem.field;
  const refused = (which: string) =>
    form.problem && field === which ? problemText(form.problem.problem, t) : null;
  const emailFits = /^[^\s@]+@[^\s@]+$/.test(email.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '' || !emailFits || password === '') return;
    form.submit(() => api.setup({ token, name: name.trim(), email: email.trim(), password }));
  };
  return (
    <WelcomeCard title={t('setup.title')} lead={t('setup.lead')}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {form.problem && field === undefined && (
          <FormError>{refusalText(form.problem, form.wait, t)}</FormError>
        )}
        <Field
          label={t('setup.name')}
          name="name"
          autoComplete="name"
          autoFocus
          value={name}
          error={tried && name.trim() === '' ? t('setup.needName') : refused('name')}
          hint={t('setup.nameHint')}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label={t('signIn.email')}
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          error={tried && !emailFits ? t('setup.badEmail') : refused('email')}
          onChange={(event) => setEmail(event.target.value)}
        />
        <PasswordField
          value={password}
          isNew
          error={
            tried && password === '' ? t('signIn.needPassword') : (refused('password') ?? null)
          }
          hint={<Strength password={password} known={[name, email.split('@')[0] ?? '']} />}
          onChange={setPassword}
        />
        <Button
          type="submit"
          look="primary"
          className="mt-1 h-11 text-l"
          disabled={form.busy || form.wait > 0}
        >
          {t(form.busy ? 'setup.busy' : 'setup.submit')}
        </Button>
      </form>
    </WelcomeCard>
  );
}

function UsedLink() {
  const { t } = useWords();
  return (
    <WelcomeCard title={t('setup.usedTitle')} lead={t('setup.usedText')}>
      <p className="mb-5 text-m text-ink-2">{t('setup.usedRestart')}</p>
      <Link
        href="/agent/sign-in"
        className="flex h-11 items-center justify-center rounded-m bg-brand text-l font-semibold text-on-brand hover:bg-brand-hover"
      >
        {t('setup.usedSignIn')}
      </Link>
    </WelcomeCard>
  );
}
