import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useWords } from '../i18n/words.tsx';
import { Field } from '../ui/Field.tsx';
import { IconButton } from '../ui/IconButton.tsx';

interface PasswordFieldProps {
  readonly value: string;
  readonly isNew: boolean;
  readonly error?: string | null;
  readonly hint?: ReactNode;
  readonly onChange: (value: string) => void;
}

export function PasswordField({ value, isNew, error, hint, onChange }: PasswordFieldProps) {
  const { t } = useWords();
  const [shown, setShown] = useState(false);
  return (
    <Field
      label={t('signIn.password')}
      type={shown ? 'text' : 'password'}
      name="password"
      autoComplete={isNew ? 'new-password' : 'current-password'}
      value={value}
      error={error}
      hint={hint}
      onChange={(event) => onChange(event.target.value)}
      end={
        <IconButton
          label={t(shown ? 'signIn.hide' : 'signIn.show')}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff size={17} /> : <Eye size={17} />}
        </IconButton>
      }
    />
  );
}
