'use client';
import { useLocale, useTranslations } from 'next-intl';
import { evalDim } from '@/engine/blueprint/dims';
import type { Blueprint, BlueprintNode, Dim, LayerKind, Part } from '@/engine/blueprint/types';
import { formatBytes, formatCount, formatWhole } from '../charts/format';
import type { Measure } from './atlas-state';

/** The names of the blueprint in the reader's language. */
export function useWords() {
  const t = useTranslations('atlas');
  const models = useTranslations('models');
  const locale = useLocale();
  const amount = (measure: Measure, value: number) =>
    measure === 'moved' || measure === 'memory' ? formatBytes(value, locale) : formatCount(Math.round(value), locale);
  return {
    kind: (kind: LayerKind) => models(`kind.${kind}`),
    part: (part: Part) => models(`part.${part}`),
    op: (op: BlueprintNode['op']) => t(`op.${op}`),
    amount,
    /** '2.81 B parameters' */
    measured: (measure: Measure, value: number) => t(`measured.${measure}`, { value: amount(measure, value) }),
    /** '[T, 2·d_inner]', or with the numbers of the model; T and S stay letters, they are the reader's to choose. */
    shape: (shape: readonly Dim[], blueprint: Blueprint, form: 'names' | 'numbers') =>
      `[${shape
        .map((dim) =>
          form === 'names'
            ? dim.replaceAll('*', '·')
            : dim === 'T' || dim === 'S'
              ? dim
              : formatWhole(evalDim(dim, blueprint.dims), locale),
        )
        .join(', ')}]`,
  };
}
