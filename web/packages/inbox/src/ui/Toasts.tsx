import { Toaster } from 'sonner';

export default function Toasts({ theme }: { theme: 'light' | 'dark' }) {
  return (
    <Toaster
      theme={theme}
      position="bottom-right"
      toastOptions={{
        classNames: {
          toast: '!rounded-l !border-line !bg-surface !text-ink !font-sans !shadow-float',
          actionButton: '!rounded-m !bg-brand !text-on-brand !font-semibold',
        },
      }}
    />
  );
}
