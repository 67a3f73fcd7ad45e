import { expect, it } from 'vitest';
import { tableToCsv } from '@/components/figure/export';

it('writes CSV that reads back cell by cell, with every digit', () => {
  const csv = tableToCsv({
    columns: ['token', 'Δ'],
    rows: [
      ['"Once", she\nsaid', 0.1 + 0.2],
      ['plain', -1e-7],
    ],
  });
  expect(csv).toBe('token,Δ\r\n"""Once"", she\nsaid",0.30000000000000004\r\nplain,-1e-7\r\n');
});
