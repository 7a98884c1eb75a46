import { Toaster } from 'sonner';

export default function Toasts({ theme }: { theme: 'light' | 'dark' }) {
  return (
    <Toaster
      theme={theme}
      position="top-center"
      offset={{ top: 64 }}
      mobileOffset={{ top: 64 }}
      style={{ fontFamily: 'inherit' }}
      toastOptions={{
        classNames: {
          toast: '!rounded-l !border-line !bg-surface !text-ink !shadow-float',
          actionButton: '!rounded-m !bg-brand !text-on-brand !font-semibold',
        },
      }}
    />
  );
}
