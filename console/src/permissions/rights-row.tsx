import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';

interface RightsRowProps {
  readonly field: ReactNode;
  readonly choice?: ReactNode;
  readonly remove: () => void;
  readonly removeLabel: string;
}

/** A name, what is allowed on it, and how it is taken away. */
export function RightsRow({ field, choice, remove, removeLabel }: RightsRowProps) {
  return (
    <div className={choice === undefined ? 'rights-row' : 'rights-row rights-row-choice'}>
      {field}
      {choice}
      <div className="rights-remove">
        <Button iconName="remove" variant="icon" formAction="none" ariaLabel={removeLabel} onClick={remove} />
      </div>
    </div>
  );
}
