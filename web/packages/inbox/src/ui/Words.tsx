/**
 * Code whose lines break at its spaces: browsers break after hyphens, too, and `--` alone at the end of
 * a line is read as something else. A word that is wider than the line breaks anywhere.
 */
export function Words({ text, className }: { text: string; className?: string }) {
  const words = text.split(' ').map((word, index) => ({ word, key: `${index} ${word}` }));
  return (
    <code className={className}>
      {words.map(({ word, key }, index) => (
        <span key={key}>
          {index > 0 && ' '}
          <span className="inline-block max-w-full [overflow-wrap:anywhere]" data-word="">
            {word}
          </span>
        </span>
      ))}
    </code>
  );
}
