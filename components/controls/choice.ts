import type { ReactNode } from 'react';

/** What controls ask that give one of several values; a name may be more than text where the control can show it. */
export interface ChoiceProps<T extends string | number, Name extends ReactNode> {
  readonly label: ReactNode;
  readonly value: T;
  readonly options: readonly T[];
  /** How an option reads. Default: as it is. */
  readonly name?: (option: T) => Name;
  readonly onChange: (option: T) => void;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
}
